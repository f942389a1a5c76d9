import { hash } from 'node:crypto';
import { canonical } from '../../journal/canonical.ts';

/** Hash of an exact act: what is proposed, what is confirmed, and what a verifier holds the changed rows against. */
export const hashOfAct = (proposed: { act: string; args: unknown }): string =>
  hash('sha256', canonical({ act: proposed.act, args: proposed.args }));

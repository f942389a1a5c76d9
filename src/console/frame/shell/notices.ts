import { randomBytes } from 'node:crypto';
import { MINUTE_MS } from '../../../durations.ts';
import type { Clock } from '../../../flow/ports/clock.ts';
import type { CountKey, Key } from '../translate.ts';
import type { Failure } from './failures.ts';

/** What became of one of many. */
export interface Outcome {
  number: string;
  failure?: Failure;
}
/** What the next page says about the act before it: kept here, named in the address by a short code only. */
export interface Notice {
  kind: 'success' | 'info' | 'warning' | 'error';
  text: Key | { count: CountKey; n: number };
  params?: Readonly<Record<string, string | number>>;
  /** What follows, and who does it. */
  next?: Key;
  /** Where to go from here. */
  link?: { href: string; text: Key };
  outcomes?: readonly Outcome[];
  /** One button that undoes it for these. */
  undo?: { action: string; numbers: readonly string[]; text: Key };
}
/** That an act was proposed, and how long a second person has to confirm it: how long is a policy. */
export const proposedNotice = (
  { proposedAt, expiresAt }: { proposedAt: number; expiresAt: number },
  text: Key = 'dual.proposed',
): Notice => ({ kind: 'success', text, params: { minutes: Math.round((expiresAt - proposedAt) / MINUTE_MS) } });

export interface Notices {
  /** Keeps a notice for a person (or for whoever has no session: ''); answers its code. */
  keep(personId: string, notice: Notice): string;
  find(personId: string, code: unknown): Notice | undefined;
}

const KEPT_MS = 10 * 60_000;
const KEPT_MOST = 5_000;
/** Of one person: whoever asks for many loses their own first. */
const OWN_MOST = 50;

/** Notices between a POST and the page it leads to (POST-redirect-GET): no free text ever stands in an address. */
export function createNotices(clock: Clock): Notices {
  const kept = new Map<string, { personId: string; until: number; notice: Notice }>();
  const tidy = () => {
    for (const [code, { until }] of kept) {
      if (until > clock.now() && kept.size <= KEPT_MOST) break; // insertion order is age
      kept.delete(code);
    }
  };
  return {
    keep(personId, notice) {
      tidy();
      const own = [...kept].flatMap(([code, one]) => (one.personId === personId ? [code] : []));
      for (const code of own.slice(0, Math.max(0, own.length - OWN_MOST + 1))) kept.delete(code);
      const code = randomBytes(9).toString('base64url');
      kept.set(code, { personId, until: clock.now() + KEPT_MS, notice });
      return code;
    },
    find(personId, code) {
      const found = typeof code === 'string' ? kept.get(code) : undefined;
      return found?.personId === personId && found.until > clock.now() ? found.notice : undefined;
    },
  };
}

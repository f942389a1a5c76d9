import { createHash } from 'node:crypto';
import { canonical } from '../../src/journal/canonical.ts';

/** Settings that are written into certificates, as the service has them. */
export function configurationSaying(settings: Readonly<Record<string, unknown>>): { hash: string; text: string } {
  const text = canonical(settings);
  return { hash: createHash('sha256').update(text).digest('hex'), text };
}

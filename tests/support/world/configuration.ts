import { createHash } from 'node:crypto';
import { canonical } from '../../../src/journal/canonical.ts';

/** Settings that are written into certificates, as the service has them; those of every world where nothing is said. */
export function configurationSaying(settings: Readonly<Record<string, unknown>> = { organisation: 'Ministère' }) {
  const text = canonical(settings);
  return { hash: createHash('sha256').update(text).digest('hex'), text };
}

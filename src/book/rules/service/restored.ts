import { z } from 'zod';
import { OPERATOR_ROLES } from '../../rights/roles.ts';
import type { Role } from '../../tables/codes.ts';

/** The setting that says that these records are older than what was once signed; empty once two persons confirmed it. */
export const RESTORE = 'restore';

/** How a start came to know that its records were restored. */
const RESTORE_EVIDENCE = [
  'restore-command',
  'journal-shorter',
  'journal-other',
  'crl-ahead',
  'authority-unknown',
  'checkpoint-missing',
  'checkpoint-older',
  'crl-missing',
] as const;
const Restored = z.strictObject({
  at: z.int(),
  /** Entries of the journal when it was found. */
  entries: z.int(),
  /** Name under which checkpoints are signed from then on. */
  origin: z.string(),
  evidence: z.array(z.enum(RESTORE_EVIDENCE)),
  /** Whether a second copy says what was revoked until now; else no CRL is made and nothing is `good` until two persons confirm it. */
  revocationsKnown: z.boolean(),
  /** Restores before this one that nobody confirmed. */
  earlier: z.array(z.int()),
  /** Whether what it brought back to life was ended: no door opens before. */
  ended: z.boolean(),
});
export type Restored = z.output<typeof Restored>;

/** Roles whose holders confirm a restore: they keep them until two of them have looked. */
export const CONFIRMING: readonly Role[] = ['administrator', 'security-officer'];
/** Roles that end with a restore, and come back by its confirmation alone. */
export const HELD: readonly Role[] = OPERATOR_ROLES.filter((role) => !CONFIRMING.includes(role));

/** The restore of a setting's value; undefined for none. Throws for what is no such value. */
export const readRestored = (value: string | undefined): Restored | undefined =>
  value ? Restored.parse(JSON.parse(value)) : undefined;

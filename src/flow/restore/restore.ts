import { z } from 'zod';
import { OPERATOR_ROLES } from '../../book/rights.ts';
import type { Role } from '../../book/tables.ts';
import { AppError } from '../../errors.ts';
import type { Reads } from '../ports/store.ts';

/** The setting that says that these records are older than what was once signed; empty once two persons confirmed it. */
export const RESTORE = 'restore';

/** How a start came to know that its records were restored. */
const RESTORE_EVIDENCE = ['restore-command', 'journal-shorter', 'journal-other', 'crl-ahead'] as const;
const Restored = z.strictObject({
  at: z.int(),
  /** Entries of the journal when it was found. */
  entries: z.int(),
  /** Name under which checkpoints are signed from then on. */
  origin: z.string(),
  evidence: z.array(z.enum(RESTORE_EVIDENCE)),
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

const readRestored = (value: string | undefined): Restored | undefined =>
  value ? Restored.parse(JSON.parse(value)) : undefined;
/** The restore that waits for two persons; undefined for none. */
export const restoredIn = async (reads: Pick<Reads, 'get'>): Promise<Restored | undefined> =>
  readRestored((await reads.get('setting', RESTORE))?.value);

/** Revoking goes on; nothing is issued from restored records until two persons looked at them. Throws `restore_unconfirmed`. */
export async function checkRestored(reads: Pick<Reads, 'get'>): Promise<void> {
  if (!(await restoredIn(reads))) return;
  const message = 'these records were restored: two persons have to confirm it before anything is issued';
  throw new AppError('restore_unconfirmed', message);
}

/** Whether the setting's value says that nothing lives on that the restore brought back. */
export const isEnded = (value: string): boolean => readRestored(value)?.ended === true;

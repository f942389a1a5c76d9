import { RESTORE, type Restored, readRestored } from '../../book/rules/service/restored.ts';
import { AppError } from '../../errors.ts';
import type { Reads } from '../ports/store.ts';

/** The restore that waits for two persons; undefined for none. */
export const restoredIn = async (reads: Pick<Reads, 'get'>): Promise<Restored | undefined> =>
  readRestored((await reads.get('setting', RESTORE))?.value);

/** Whether something that was revoked may be missing from the records: until two persons confirmed them, or a CRL says it. */
export const revocationsMissing = async (reads: Pick<Reads, 'get'>): Promise<boolean> =>
  (await restoredIn(reads))?.revocationsKnown === false;

/** Revoking goes on; nothing is issued from restored records until two persons looked at them. Throws `restore_unconfirmed`. */
export async function checkRestored(reads: Pick<Reads, 'get'>): Promise<void> {
  if (!(await restoredIn(reads))) return;
  const message = 'these records were restored: two persons have to confirm it before anything is issued';
  throw new AppError('restore_unconfirmed', message);
}

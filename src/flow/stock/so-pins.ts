import type { JobRow, TokenRow } from '../../book/tables/tables.ts';
import type { Reads, Unit } from '../ports/store.ts';
import { secretIds } from '../production/job-secrets.ts';

/** The job that was undone last on a token: it gave a token that was set aside the SO-PIN that it may have. */
export async function lastUndone(reads: Reads, { id: tokenId }: Pick<TokenRow, 'id'>): Promise<JobRow | undefined> {
  const newest = { orderBy: 'startedAt', descending: true, limit: 1 } as const;
  const [job] = await reads.find('job', { tokenId, state: 'undone' }, newest);
  return job;
}

/** Drops both SO-PINs that a token may have: the one it had, and that of a job which was undone on it. */
export async function dropSoPins(unit: Unit, token: TokenRow): Promise<void> {
  const job = await lastUndone(unit, token);
  await unit.dropSecret(token.soPinId);
  if (job) await unit.dropSecret(secretIds(job).soPin);
}

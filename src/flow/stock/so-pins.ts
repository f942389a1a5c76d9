import type { JobRow, TokenRow } from '../../book/tables/rows/tokens.ts';
import type { Reads, Unit } from '../ports/store.ts';
import { secretIds } from '../production/job-secrets.ts';

/** The job that was undone last on a token: it gave a token that was set aside the SO-PIN that it may have. */
export async function lastUndone(reads: Reads, { id: tokenId }: Pick<TokenRow, 'id'>): Promise<JobRow | undefined> {
  const newest = { orderBy: 'startedAt', descending: true, limit: 1 } as const;
  const [job] = await reads.find('job', { tokenId, state: 'undone' }, newest);
  return job;
}

/**
 * The names of the SO-PINs that a token may have, the likelier first: that of the job which was undone last on it, and its own.
 * What a token took of the first nobody knows, until it is checked. Of what is not kept any more nothing is in the vault.
 */
export async function soPinsOf(reads: Reads, token: TokenRow): Promise<string[]> {
  const job = await lastUndone(reads, token);
  return [...new Set([...(job ? [secretIds(job).soPin] : []), token.soPinId])];
}

/** Drops both SO-PINs that a token may have: the one it had, and that of a job which was undone on it. */
export async function dropSoPins(unit: Unit, token: TokenRow): Promise<void> {
  for (const id of await soPinsOf(unit, token)) await unit.dropSecret(id);
}

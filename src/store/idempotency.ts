import { resetting, sealedRow } from './seal/reseal.ts';
import type { Seals } from './seal/seals.ts';
import type { Db } from './tables.ts';

/** Who sent what where; the key is the client's own word for the act. */
export interface Claim {
  caller: string;
  key: string;
  route: string;
  /** SHA-256 of the body. */
  bodyHash: string;
  expiresAt: number;
}
export type Claimed =
  | { outcome: 'fresh' }
  | { outcome: 'done'; status: number; answer: string | null }
  /** The key was used for another route or body. */
  | { outcome: 'mismatch' }
  | { outcome: 'in_progress' };

/** Remembers answers, so that a POST sent twice acts once. */
export interface Idempotency {
  claim(claim: Claim, now: number): Promise<Claimed>;
  /** Keeps the answer of a claimed act; `null` where it holds a secret, which is never stored. */
  finish(claim: Pick<Claim, 'caller' | 'key'>, status: number, answer: string | null): Promise<void>;
  /** Gives a claim back: the act did not happen and may be tried again under its key. */
  forget(claim: Pick<Claim, 'caller' | 'key'>): Promise<void>;
  /** At start: whoever claimed and never finished died with the last process. */
  forgetUnfinished(): Promise<void>;
  /** Deletes what has expired. Answers how many. */
  purge(now: number): Promise<number>;
}

async function claimIn(db: Db, seals: Seals, claim: Claim, now: number): Promise<Claimed> {
  const { caller, key } = claim;
  await db
    .deleteFrom('idempotency')
    .where('caller', '=', caller)
    .where('key', '=', key)
    .where('expiresAt', '<=', now)
    .execute();
  const row = sealedRow(seals, 'idempotency', { ...claim, status: null, answer: null });
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('idempotency')
    .values(row)
    .onConflict((c) => c.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 1n) return { outcome: 'fresh' };
  const known = await db
    .selectFrom('idempotency')
    .selectAll()
    .where('caller', '=', caller)
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  if (known.route !== claim.route || known.bodyHash !== claim.bodyHash) return { outcome: 'mismatch' };
  return known.status === null
    ? { outcome: 'in_progress' }
    : { outcome: 'done', status: known.status, answer: known.answer };
}

/** Keys of requests that REST clients may repeat, and what they were answered. */
export function createIdempotency(db: Db, seals: Seals): Idempotency {
  const write = <R>(work: (tx: Db) => Promise<R>): Promise<R> => db.transaction().execute(work);
  return {
    claim: (claim, now) => write((tx) => claimIn(tx, seals, claim, now)),
    finish: ({ caller, key }, status, answer) =>
      write(async (tx) => {
        await tx
          .updateTable('idempotency')
          .set(resetting('idempotency', { status, answer }))
          .where('caller', '=', caller)
          .where('key', '=', key)
          .execute();
      }),
    forget: ({ caller, key }) =>
      write(async (tx) => {
        await tx.deleteFrom('idempotency').where('caller', '=', caller).where('key', '=', key).execute();
      }),
    forgetUnfinished: () =>
      write(async (tx) => {
        await tx.deleteFrom('idempotency').where('status', 'is', null).execute();
      }),
    purge: (now) =>
      write(async (tx) =>
        Number((await tx.deleteFrom('idempotency').where('expiresAt', '<=', now).executeTakeFirst()).numDeletedRows),
      ),
  };
}

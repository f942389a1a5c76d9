import { sql } from 'kysely';
import { AppError } from '../errors.ts';
import type { Answer, Claim, Standing } from '../flow/ports/answers.ts';
import { isTwice } from './faults.ts';
import { sealedRow } from './seal/reseal.ts';
import type { Seals } from './seal/seals.ts';
import { runText } from './statements/texts.ts';
import type { Db } from './tables.ts';

/** Remembers answers, so that a POST sent twice acts once. */
export interface Idempotency {
  /** What stands under a call's key. */
  find(claim: Claim): Promise<Standing>;
  /** As a unit's `keepAnswer`, for a call that did nothing which the journal holds. */
  keep(claim: Claim, answer: Answer | undefined): Promise<void>;
  /** Gives a key back: nothing was done, or it is not known what. */
  forget(claim: Claim): Promise<void>;
  /** Deletes what has expired. Answers how many. */
  purge(now: number): Promise<number>;
}

/**
 * Keeps what a call is answered, within a transaction; `undefined`: something of it was done. Throws `conflict` where
 * another call with the same key did something before: the transaction is lost, and nothing is done twice.
 */
export async function keepAnswer(db: Db, seals: Seals, claim: Claim, answer: Answer | undefined): Promise<void> {
  const { sentAt, ...given } = claim;
  const row = { ...given, status: answer?.status ?? null, answer: answer?.body ?? null };
  const { caller, key, callId } = claim;
  const own = () => sql`delete from "idempotency" where "caller" = ${caller} and "key" = ${key}
    and ("callId" = ${callId} or "expiresAt" <= ${sentAt})`;
  await runText(db, 'drop answer', own, [caller, key, callId, sentAt]);
  const sealed = sealedRow(seals, 'idempotency', row);
  const insert = () => db.insertInto('idempotency').values(sealed);
  const keep = runText(db, `keep answer ${Object.keys(sealed)}`, insert, Object.values(sealed));
  await keep.catch((error) => {
    if (!isTwice(error)) throw error;
    throw new AppError('conflict', 'a call with this Idempotency-Key was faster: repeat it to read its answer', {
      cause: error,
    });
  });
}

async function find(db: Db, claim: Claim): Promise<Standing> {
  const { caller, key, sentAt } = claim;
  const standing = () => {
    const same = db.selectFrom('idempotency').selectAll().where('caller', '=', caller).where('key', '=', key);
    return same.where('expiresAt', '>', sentAt);
  };
  const [row] = (await runText(db, 'answer', standing, [caller, key, sentAt])).rows;
  if (!row) return { outcome: 'fresh' };
  const { route, bodyHash, status, answer: body } = row;
  if (route !== claim.route || bodyHash !== claim.bodyHash) return { outcome: 'mismatch' };
  return status === null ? { outcome: 'begun' } : { outcome: 'done', status, body };
}

/** Keys of calls that REST clients may repeat, and what they were answered. */
export function createIdempotency(db: Db, seals: Seals): Idempotency {
  const write = <R>(work: (tx: Db) => Promise<R>): Promise<R> => db.transaction().execute(work);
  return {
    find: (claim) => find(db, claim),
    keep: (claim, answer) => write((tx) => keepAnswer(tx, seals, claim, answer)),
    forget: ({ caller, key, callId }) =>
      write(async (tx) => {
        const own = tx.deleteFrom('idempotency').where('caller', '=', caller).where('key', '=', key);
        await own.where('callId', '=', callId).execute();
      }),
    purge: (now) =>
      write(async (tx) =>
        Number((await tx.deleteFrom('idempotency').where('expiresAt', '<=', now).executeTakeFirst()).numDeletedRows),
      ),
  };
}

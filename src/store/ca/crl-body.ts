import { CompiledQuery } from 'kysely';
import type { KeptCrl } from '../../ca/ports.ts';
import { isPostgres } from '../engine.ts';
import type { Db } from '../tables.ts';
import { lastCrlOf, type PieceRow, putTogether } from './crl-pieces.ts';

/**
 * Keeps the newest CRL of an issuer: what stands before and after its entries, and of these the ones that the CRL before
 * it did not have. Older CRLs go: their hashes stand in the journal, and nobody is served them any more.
 */
export async function keepCrlBody(db: Db, issuerId: string, { number, der, list }: KeptCrl): Promise<void> {
  const { start, added, end, upTo, gatheredAt } = list ?? {
    ...WHOLE,
    start: der.length,
    added: der.length,
    end: der.length,
  };
  const body = { number, head: der.subarray(0, start), tail: der.subarray(end), upTo, gatheredAt };
  await db
    .insertInto('crlBody')
    .values({ issuerId, ...body })
    .onConflict((c) => c.column('issuerId').doUpdateSet(body))
    .execute();
  if (added === start) await db.deleteFrom('crlPiece').where('issuerId', '=', issuerId).execute();
  if (end > added) {
    await db
      .insertInto('crlPiece')
      .values({ issuerId, number, der: der.subarray(added, end) })
      .execute();
  }
}
/** Of a CRL to whose entries nothing is added: all of it stands before them. */
const WHOLE = { upTo: null, gatheredAt: null };

/** The number of an issuer's newest CRL; undefined where there is none that `readLastCrl` reads. */
export async function readLastCrlNumber(db: Db, issuerId: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('crlBody as b')
    .innerJoin('crl as c', (on) => on.onRef('c.issuerId', '=', 'b.issuerId').onRef('c.number', '=', 'b.number'))
    .select('b.number')
    .where('b.issuerId', '=', issuerId)
    .executeTakeFirst();
  return row?.number;
}

/** The newest CRL of an issuer, whole. */
export async function readLastCrl(db: Db, issuerId: string): Promise<KeptCrl | undefined> {
  const query = CompiledQuery.raw(lastCrlOf(isPostgres(db) ? '$1' : '?'), [issuerId]);
  return putTogether((await db.executeQuery<PieceRow>(query)).rows);
}

import type { KeptCrl } from '../ca/ports.ts';
import type { Db } from './tables.ts';

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

/** The newest CRL of an issuer, put together by one statement: so it is one CRL, whoever publishes meanwhile. */
export async function readLastCrl(db: Db, issuerId: string): Promise<KeptCrl | undefined> {
  const rows = await db
    .selectFrom('crlBody as b')
    .innerJoin('crl as c', (join) => join.onRef('c.issuerId', '=', 'b.issuerId').onRef('c.number', '=', 'b.number'))
    .leftJoin('crlPiece as p', 'p.issuerId', 'b.issuerId')
    .select([
      'c.number',
      'c.thisUpdate',
      'c.nextUpdate',
      'c.entries',
      'b.head',
      'b.tail',
      'b.upTo',
      'b.gatheredAt',
      'p.der',
    ])
    .where('b.issuerId', '=', issuerId)
    .orderBy('p.number')
    .execute();
  const [first] = rows;
  if (!first) return undefined;
  const { head, tail, upTo, gatheredAt, der: _, ...crl } = first;
  const der = Buffer.concat([head, ...rows.flatMap((row) => (row.der ? [row.der] : [])), tail]);
  if (upTo === null || gatheredAt === null) return { ...crl, der };
  const end = der.length - tail.length;
  return { ...crl, der, list: { start: head.length, added: end, end, upTo, gatheredAt } };
}

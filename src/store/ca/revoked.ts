import { sql } from 'kysely';
import { revocationOf } from '../../book/rules/certificates/certificates.ts';
import { SHOWN } from '../seal/guard.ts';
import { atMost } from '../statements/at-most.ts';
import type { Db } from '../tables.ts';

/** The issuing CAs of a root that were revoked; a root has a handful. */
export async function revokedAuthorities(db: Db, issuerId: string, notAfter: number) {
  const rows = await db
    .selectFrom('authority')
    .selectAll()
    .where('issuerId', '=', issuerId)
    .where('kind', '=', 'issuing')
    .where('notAfter', '>=', notAfter)
    .execute();
  const revoked = await readAuthorityRevocations(db);
  return rows.flatMap(({ id, serialNumber }) => {
    const revokedAt = revoked.get(id);
    return revokedAt === undefined ? [] : [{ serialNumber, revokedAt }];
  });
}

/** Issuing CAs that were revoked: id → when. */
async function readAuthorityRevocations(db: Db): Promise<Map<string, number>> {
  const prefix = revocationOf('');
  const rows = await db.selectFrom('setting').selectAll().where('id', 'like', `${prefix}%`).execute();
  return new Map(rows.map(({ id, value }) => [id.slice(prefix.length), Number(value)]));
}
/** How many of an issuer's certificates were revoked, those that have ended included: issuing CAs, if it is a root. */
export async function countRevoked(db: Db, issuerId: string): Promise<number> {
  const last = db.selectFrom('revocation').select('seq').where('issuerId', '=', issuerId);
  const { seq = 0 } = (await last.orderBy('seq', 'desc').limit(atMost(1)).executeTakeFirst()) ?? {};
  return seq + (await revokedAuthorities(db, issuerId, 0)).length;
}

/**
 * Whether the list of revocations has no gap and is as long as the last CRLs say: a look of milliseconds, so that a
 * certificate whose revocation was taken away is not good until the next comparison of everything.
 */
export async function isListWhole(db: Db): Promise<boolean> {
  const query = sql<{ rows: number; last: number; published: number }>`select
    (select count(*) from "revocation" r where r."issuerId" = a."id") as "rows",
    (select coalesce(max("seq"), 0) from "revocation" r where r."issuerId" = a."id") as "last",
    (select coalesce(max("revoked"), 0) from "crl" c where c."issuerId" = a."id") as "published"
    from "authority" a where a."kind" = 'issuing' ${SHOWN}`;
  return (await query.execute(db)).rows.every(({ rows, last, published }) => rows === last && last >= published);
}

import { revocationOf } from '../../book/certificates.ts';
import { create } from '../../book/lifecycle.ts';
import type { CrlRow } from '../../book/tables.ts';
import type { StatusRecords } from '../../ca/ports.ts';
import type { Db } from '../tables.ts';
import type { Transact } from '../unit.ts';
import { readLastCrl } from './crl-body.ts';
import { createTakeOver } from './take-over.ts';

/** The issuing CAs of a root that were revoked; a root has a handful. */
async function revokedAuthorities(db: Db, issuerId: string, notAfter: number) {
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
  const { seq = 0 } = (await last.orderBy('seq', 'desc').limit(1).executeTakeFirst()) ?? {};
  return seq + (await revokedAuthorities(db, issuerId, 0)).length;
}

/** What CRLs are made from. */
export function createStatusRecords(db: Db, transact: Transact): StatusRecords {
  return {
    revoked: (issuerId, { after, notAfter, limit }) =>
      db
        .selectFrom('revocation')
        .select(['seq', 'certificateId as serialNumber', 'revokedAt'])
        .where('seq', '>', after)
        .where('issuerId', '=', issuerId)
        .where('notAfter', '>=', notAfter)
        .orderBy('seq')
        .limit(limit)
        .execute(),
    revokedAuthorities: (rootId, notAfter) => revokedAuthorities(db, rootId, notAfter),

    lastCrl: (issuerId) => readLastCrl(db, issuerId),

    takeOver: createTakeOver(transact),

    keepCrl: ({ issuerId, sha256, ...crl }) =>
      transact(async (unit) => {
        const { number, thisUpdate, nextUpdate, entries } = crl;
        const revoked = await unit.countRevoked(issuerId);
        const dates = { thisUpdate, nextUpdate };
        const row: CrlRow = { id: `${issuerId}-${number}`, issuerId, number, ...dates, entries, revoked, sha256 };
        const entry = { actor: 'system', role: 'system', action: 'crl.publish', outcome: 'done' } as const;
        await unit.record({ ...entry, subject: `crl:${row.id}`, changes: [create('crl', row)] });
        await unit.keepCrlBody(issuerId, crl);
      }),
  };
}

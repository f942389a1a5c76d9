import { sql } from 'kysely';
import type { StatusRecords } from '../ca/ports.ts';
import { create } from '../flow/lifecycle.ts';
import type { CrlRow } from '../flow/model.ts';
import type { Db } from './tables.ts';
import type { Transact } from './unit.ts';

/** A revoked issuing CA is a setting under this name; its value is the moment, in milliseconds. */
export const revocationOf = (authorityId: string): string => `authority-revoked:${authorityId}`;

/** The issuing CAs of a root that were revoked; a root has a handful. */
async function revokedAuthorities(db: Db, issuerId: string, notAfter: number) {
  const rows = await db
    .selectFrom('authority')
    .select(['id', 'serialNumber'])
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
/** What OCSP and CRLs are answered from. */
export function createStatusRecords(db: Db, transact: Transact): StatusRecords {
  // the state as a literal: SQLite takes the partial index for no parameter
  const revokedBy = (issuerId: string) =>
    db.selectFrom('certificate').where(sql<boolean>`"state" = 'revoked'`).where('issuerId', '=', issuerId);
  return {
    status: (serialNumber) =>
      db
        .selectFrom('certificate')
        .select(['issuerId', 'state', 'revokedAt'])
        .where('id', '=', serialNumber)
        .executeTakeFirst(),

    revoked: async (issuerId, { notAfter, since = 0 }) => {
      const rows = await revokedBy(issuerId)
        .select(['id as serialNumber', 'revokedAt'])
        .where('revokedAt', '>=', since)
        .where('notAfter', '>=', notAfter)
        .$narrowType<{ revokedAt: number }>()
        .execute();
      return [...rows, ...(await revokedAuthorities(db, issuerId, notAfter))];
    },

    revokedCount: async (issuerId) => {
      const { count } = await revokedBy(issuerId)
        .select((e) => e.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return count;
    },

    lastCrl: (issuerId) =>
      db
        .selectFrom('crl as c')
        .innerJoin('crlBody as b', (join) =>
          join.onRef('b.issuerId', '=', 'c.issuerId').onRef('b.number', '=', 'c.number'),
        )
        .select(['c.number', 'c.thisUpdate', 'c.nextUpdate', 'b.der'])
        .where('c.issuerId', '=', issuerId)
        .orderBy('c.number', 'desc')
        .limit(1)
        .executeTakeFirst(),

    keepCrl: ({ der, ...crl }) =>
      transact(async (unit) => {
        const row: CrlRow = { id: `${crl.issuerId}-${crl.number}`, ...crl };
        const entry = { actor: 'system', role: 'system', action: 'crl.publish', outcome: 'done' } as const;
        await unit.record({ ...entry, subject: `crl:${row.id}`, changes: [create('crl', row)] });
        await unit.keepCrlBody(crl.issuerId, crl.number, der);
      }),
  };
}

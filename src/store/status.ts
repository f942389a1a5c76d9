import type { StatusRecords } from '../ca/ports.ts';
import { create } from '../flow/lifecycle.ts';
import type { CrlRow } from '../flow/model.ts';
import type { Db } from './tables.ts';
import type { Transact } from './unit.ts';

/** What OCSP and CRLs are answered from. */
export function createStatusRecords(db: Db, transact: Transact): StatusRecords {
  return {
    status: (serialNumber) =>
      db
        .selectFrom('certificate')
        .select(['issuerId', 'state', 'revokedAt'])
        .where('id', '=', serialNumber)
        .executeTakeFirst(),

    revoked: async (issuerId, notAfter) => {
      const rows = await db
        .selectFrom('certificate')
        .select(['id as serialNumber', 'revokedAt'])
        .where('state', '=', 'revoked')
        .where('issuerId', '=', issuerId)
        .where('notAfter', '>=', notAfter)
        .where('revokedAt', 'is not', null)
        .orderBy('id')
        .$narrowType<{ revokedAt: number }>()
        .execute();
      return rows;
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

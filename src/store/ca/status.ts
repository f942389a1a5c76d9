import { create } from '../../book/tables/lifecycle.ts';
import type { CrlRow } from '../../book/tables/rows/tokens.ts';
import type { StatusRecords } from '../../ca/ports.ts';
import { AppError } from '../../errors.ts';
import { atMost } from '../statements/at-most.ts';
import type { Db } from '../tables.ts';
import type { Transact } from '../unit/unit.ts';
import { readLastCrl, readLastCrlNumber } from './crl-body.ts';
import { revokedAuthorities } from './revoked.ts';
import { createTakeOver } from './take-over.ts';

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
        .limit(atMost(limit))
        .execute(),
    revokedAuthorities: (rootId, notAfter) => revokedAuthorities(db, rootId, notAfter),

    lastCrl: (issuerId) => readLastCrl(db, issuerId),
    lastCrlNumber: (issuerId) => readLastCrlNumber(db, issuerId),

    takeOver: createTakeOver(transact),

    keepCrl: ({ issuerId, sha256, after, ...crl }) =>
      transact(
        async (unit) => {
          if ((await unit.lastCrlNumber(issuerId)) !== after)
            throw new AppError('conflict', 'another node published a CRL of this issuer meanwhile');
          const { number, thisUpdate, nextUpdate, entries } = crl;
          const revoked = await unit.countRevoked(issuerId);
          const dates = { thisUpdate, nextUpdate };
          const row: CrlRow = { id: `${issuerId}-${number}`, issuerId, number, ...dates, entries, revoked, sha256 };
          const entry = { actor: 'system', role: 'system', action: 'crl.publish', outcome: 'done' } as const;
          await unit.record({ ...entry, subject: `crl:${row.id}`, changes: [create('crl', row)] });
          await unit.keepCrlBody(issuerId, crl);
        },
        { urgent: true },
      ), // whoever reported a loss waits for it
  };
}

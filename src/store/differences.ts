import type { KnownDifference, Unit } from '../flow/ports/store.ts';
import type { Distrusted } from './seal/distrusted.ts';
import { sealedRow } from './seal/reseal.ts';
import type { Seals } from './seal/seals.ts';
import type { Db } from './tables.ts';

type DifferenceWrites = Pick<
  Unit,
  'differences' | 'keepDifference' | 'dropDifference' | 'putBackRevocations' | 'repairCrls'
>;

/** What is known to differ from the journal, the longest known first. */
export const knownDifferences = (db: Db): Promise<KnownDifference[]> =>
  db.selectFrom('difference').selectAll().orderBy('foundAt').orderBy('table').orderBy('id').execute();

/** Has these rows refused, and no others. */
export function distrustThese(found: readonly KnownDifference[], distrusted: Distrusted): void {
  // no power comes from the row of a CRL, and the next CRL has to follow on it
  distrusted.renew(found.filter(({ table }) => table !== 'crl'));
}

/** Has the rows that are known to differ refused, and no others. */
export async function distrust(db: Db, distrusted: Distrusted): Promise<void> {
  distrustThese(await knownDifferences(db), distrusted);
}

export function createDifferenceWrites(db: Db, seals: Seals, distrusted: Distrusted): DifferenceWrites {
  return {
    differences: () => knownDifferences(db),
    keepDifference: async (found) => {
      const { kind } = found;
      await db
        .insertInto('difference')
        .values(found)
        .onConflict((c) => c.columns(['table', 'id']).doUpdateSet({ kind }))
        .execute();
    },
    dropDifference: async ({ table, id }) => {
      await db.deleteFrom('difference').where('table', '=', table).where('id', '=', id).execute();
      distrusted.forgive(table, id); // what is recorded with it may be judged by the row
    },
    repairCrls: async ({ put, drop }) => {
      for (const row of put) {
        const sealed = sealedRow(seals, 'crl', row);
        await db
          .insertInto('crl')
          .values(sealed)
          .onConflict((c) => c.column('id').doUpdateSet(sealed))
          .execute();
      }
      for (const id of drop) await db.deleteFrom('crl').where('id', '=', id).execute();
    },
    putBackRevocations: async (listed) => {
      for (const { certificateId, issuerId, seq, revokedAt, notAfter } of listed) {
        await db
          .insertInto('revocation')
          .values({ issuerId, seq, certificateId, revokedAt, notAfter })
          .onConflict((c) => c.doNothing())
          .execute();
      }
    },
  };
}

import type { KnownDifference, Unit } from '../flow/ports/store.ts';
import type { Distrusted } from './seal/distrusted.ts';
import type { Db } from './tables.ts';

type DifferenceWrites = Pick<Unit, 'differences' | 'keepDifference' | 'dropDifference' | 'putBackRevocations'>;

/** What is known to differ from the journal, the longest known first. */
export const knownDifferences = (db: Db): Promise<KnownDifference[]> =>
  db.selectFrom('difference').selectAll().orderBy('foundAt').orderBy('table').orderBy('id').execute();

/** Has the rows that are known to differ refused, and no others. */
export async function distrust(db: Db, distrusted: Distrusted): Promise<void> {
  distrusted.renew(await knownDifferences(db));
}

export function createDifferenceWrites(db: Db): DifferenceWrites {
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

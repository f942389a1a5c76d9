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

/** Has these rows refused too. */
export function distrustThese(found: readonly KnownDifference[], distrusted: Distrusted): void {
  // no power comes from the row of a CRL, and the next CRL has to follow on it
  distrusted.add(found.filter(({ table }) => table !== 'crl'));
}

/** Whether the journal says that this is trusted again, after all that it said of it. */
async function isTrusted(db: Db, name: string): Promise<boolean> {
  const last = await db
    .selectFrom('journalEntry')
    .select('action')
    .where('subject', '=', name)
    .where('action', 'in', ['row.distrust', 'row.trust'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.action === 'row.trust';
}

/**
 * Has the rows that are known to differ refused. What was refused here stays so until the journal says otherwise: the list
 * has no seals, and whoever put an old row back could take it off the list.
 */
export async function distrust(db: Db, distrusted: Distrusted): Promise<void> {
  const found = await knownDifferences(db);
  distrustThese(found, distrusted);
  const listed = new Set(found.map(({ table, id }) => `${table}:${id}`));
  for (const name of distrusted.all()) {
    if (!listed.has(name) && (await isTrusted(db, name))) distrusted.forgive(name);
  }
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
      distrusted.forgive(`${table}:${id}`); // what is recorded with it may be judged by the row
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

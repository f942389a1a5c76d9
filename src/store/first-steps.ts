import type { Store, Unit } from '../flow/ports/store.ts';
import type { Db } from './tables.ts';

/** How far people got with the first-day tour. Nothing is decided by a row: whoever edits one shows its owner a tick. */
export function createFirstStepWrites(db: Db): Pick<Unit, 'keepFirstStep' | 'dropFirstSteps'> {
  return {
    keepFirstStep: async ({ personId, page }) => {
      await db
        .insertInto('firstStep')
        .values({ personId, page })
        .onConflict((c) => c.columns(['personId', 'page']).doNothing())
        .execute();
    },
    dropFirstSteps: async (personId) => {
      await db.deleteFrom('firstStep').where('personId', '=', personId).execute();
    },
  };
}

/** The pages of one person. */
export function createFirstStepReads(db: Db): Pick<Store, 'firstSteps'> {
  return {
    firstSteps: async (personId) => {
      const rows = await db
        .selectFrom('firstStep')
        .select('page')
        .where('personId', '=', personId)
        .orderBy('page')
        .execute();
      return rows.map(({ page }) => page);
    },
  };
}

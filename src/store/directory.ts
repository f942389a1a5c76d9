import type { DirectoryStanding, RoleSuggestion, Store, Unit } from '../flow/ports.ts';
import type { Db } from './tables.ts';

/** Rows of one statement: below SQLite's limit of values bound. */
const BATCH = 5000;

function* batches<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += BATCH) yield rows.slice(start, start + BATCH);
}

/** Keeps what a reading of the directory found, in the unit whose entry says that it was read. */
export function createDirectoryWrites(db: Db): Pick<Unit, 'noteDirectory'> {
  return {
    noteDirectory: async (standings, suggestions) => {
      for (const rows of batches(standings)) {
        const insert = db.insertInto('directoryStanding').values([...rows]);
        await insert
          .onConflict((c) =>
            c
              .column('personId')
              .doUpdateSet((e) => ({ state: e.ref('excluded.state'), since: e.ref('excluded.since') })),
          )
          .execute();
      }
      await db.deleteFrom('roleSuggestion').execute();
      for (const rows of batches(suggestions)) {
        await db
          .insertInto('roleSuggestion')
          .values([...rows])
          .execute();
      }
    },
  };
}

export function createDirectoryReads(db: Db): Pick<Store, 'directory'> {
  return {
    directory: async () => ({
      // both tables are only ever written by noteDirectory
      standings: (await db.selectFrom('directoryStanding').selectAll().execute()) as DirectoryStanding[],
      suggestions: (await db.selectFrom('roleSuggestion').selectAll().execute()) as RoleSuggestion[],
    }),
  };
}

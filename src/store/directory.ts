import { type SqlBool, sql } from 'kysely';
import { STANDING_LEFT } from '../book/tables/states.ts';
import type { DirectoryStanding, DismissedSuggestion, RoleSuggestion } from '../flow/ports/directory.ts';
import type { Store, Unit } from '../flow/ports/store.ts';
import { hasInUse, hasWaiting } from './lists/people/people-in-use.ts';
import { among } from './lists/walk/text.ts';
import { LEAVE_OUT } from './seal/guard.ts';
import { written } from './statements/codes.ts';
import type { Db } from './tables.ts';

/** Rows of one statement: below SQLite's limit of values bound. */
const BATCH = 5000;

function* batches<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += BATCH) yield rows.slice(start, start + BATCH);
}

// the table is only ever written below
const standingOf = async (db: Db, personId: string): Promise<DirectoryStanding | undefined> => {
  const row = db.selectFrom('directoryStanding').selectAll().where('personId', '=', personId);
  return (await row.executeTakeFirst()) as DirectoryStanding | undefined;
};

/** Keeps what a reading of the directory found, in the unit whose entry says that it was read. */
export function createDirectoryWrites(db: Db): Pick<Unit, 'noteDirectory' | 'dismissSuggestion' | 'directoryStanding'> {
  return {
    directoryStanding: (personId) => standingOf(db, personId),
    dismissSuggestion: async ({ personId, role, scope, kind, reason, dismissedAt }) => {
      const row = { personId, role, scope, kind, reason, dismissedAt };
      await db
        .insertInto('dismissedSuggestion')
        .values(row)
        .onConflict((c) => c.columns(['personId', 'role', 'scope', 'kind']).doUpdateSet({ reason, dismissedAt }))
        .execute();
    },
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
      // what is no longer suggested is asked anew when it comes back
      await db
        .deleteFrom('dismissedSuggestion as d')
        .where((e) =>
          e.not(
            e.exists(
              e
                .selectFrom('roleSuggestion as s')
                .select('s.personId')
                .whereRef('s.personId', '=', 'd.personId')
                .whereRef('s.role', '=', 'd.role')
                .whereRef('s.scope', '=', 'd.scope')
                .whereRef('s.kind', '=', 'd.kind'),
            ),
          ),
        )
        .execute();
    },
  };
}

/** Reads of what the directory last said of people. */
export function createDirectoryReads(
  db: Db,
): Pick<Store, 'closedHolders' | 'directory' | 'leavers' | 'standing' | 'standings' | 'suggestions'> {
  // these tables are only ever written above
  const suggestions: Store['suggestions'] = async () => ({
    suggestions: (await db.selectFrom('roleSuggestion').selectAll().execute()) as RoleSuggestion[],
    dismissed: (await db.selectFrom('dismissedSuggestion').selectAll().execute()) as DismissedSuggestion[],
  });
  return {
    suggestions,
    standing: (personId) => standingOf(db, personId),
    standings: async (personIds) => {
      if (personIds.length === 0) return [];
      const rows = db.selectFrom('directoryStanding').selectAll().where('personId', 'in', personIds);
      return (await rows.execute()) as DirectoryStanding[];
    },
    leavers: async () => {
      const rows = await db
        .selectFrom('directoryStanding as d')
        .selectAll()
        .where(among(sql`d."state"`, STANDING_LEFT))
        .where(sql<SqlBool>`(${hasInUse(sql.ref('d.personId'))} or ${hasWaiting(sql.ref('d.personId'))})`)
        .orderBy('d.since')
        .orderBy('d.personId')
        .execute();
      return rows as DirectoryStanding[]; // only ever written by noteDirectory
    },
    closedHolders: async () => {
      const rows = await db
        .selectFrom('account as d')
        .selectAll('d')
        .where(sql<SqlBool>`d."state" = ${written('disabled')}`)
        .where(sql<SqlBool>`(${hasInUse(sql.ref('d.id'))} or ${hasWaiting(sql.ref('d.id'))})`)
        .orderBy('d.id')
        .modifyEnd(LEAVE_OUT) // an edited account hides nobody else
        .execute();
      return rows.map(({ id }) => id);
    },
    directory: async () => ({
      standings: (await db.selectFrom('directoryStanding').selectAll().execute()) as DirectoryStanding[],
      ...(await suggestions()),
    }),
  };
}

import type { AllTables, Db } from '../tables.ts';

type Opening = AllTables['opening'];
/** The openings of some commitments, by commitment. */
export type Openings = ReadonlyMap<string, Opening>;

/** Commitments asked for in one statement: SQLite binds 32,766 values at most, PostgreSQL twice as many. */
const AT_ONCE = 1000;

/** Reads openings; one that a purge took is missing. */
export async function readOpenings(db: Db, commitments: readonly string[]): Promise<Openings> {
  const openings = new Map<string, Opening>();
  for (let i = 0; i < commitments.length; i += AT_ONCE) {
    const some = commitments.slice(i, i + AT_ONCE);
    const rows = await db.selectFrom('opening').selectAll().where('commitment', 'in', some).execute();
    for (const row of rows) openings.set(row.commitment, row);
  }
  return openings;
}

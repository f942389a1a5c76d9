import type { AllTables, Db } from '../tables.ts';

type Opening = AllTables['opening'];
/** The openings of some commitments, by commitment. */
export type Openings = ReadonlyMap<string, Opening>;

/** What the journal tells of a row's personal columns. */
interface Told {
  /** `table:id` of the row. */
  subject: string;
  commitments: readonly string[];
}

/** Rows asked for in one statement: SQLite binds 32,766 values at most, PostgreSQL twice as many. */
const AT_ONCE = 1000;

/** Reads openings; one that a purge took is missing. */
export async function readOpenings(db: Db, told: readonly Told[]): Promise<Openings> {
  const personal = told.filter(({ commitments }) => commitments.length > 0);
  const wanted = new Set(personal.flatMap(({ commitments }) => commitments));
  const openings = new Map<string, Opening>();
  for (let i = 0; i < personal.length; i += AT_ONCE) {
    const some = personal.slice(i, i + AT_ONCE).map(({ subject }) => subject);
    const rows = await db.selectFrom('opening').selectAll().where('subject', 'in', some).execute();
    for (const row of rows) if (wanted.has(row.commitment)) openings.set(row.commitment, row);
  }
  return openings;
}

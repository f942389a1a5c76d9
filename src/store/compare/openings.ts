import type { ReadOnlyDatabase } from '../read-only-database.ts';
import type { Cells } from '../seal/seals.ts';
import type { AllTables, Db } from '../tables.ts';
import { eachPage, type Ordered } from './row-pages.ts';

type Snapshots = Pick<ReadOnlyDatabase, 'snapshot'>;
type Opening = AllTables['opening'];
/** Openings by their commitments. */
export type Openings = ReadonlyMap<string, Opening>;

/** What the journal tells of a row's personal columns. */
export interface PersonalTold {
  /** `table:id` of the row. */
  subject: string;
  commitments: readonly string[];
}

const ORDERED: Ordered = { table: 'opening', key: ['seq', 'commitment'] };
/** Rows asked for in one statement: SQLite binds 32,766 values at most, PostgreSQL twice as many. */
const AT_ONCE = 1000;

/** Reads the openings of rows; missing is one that a purge took, and one whose subject was edited. */
export async function readOpenings(db: Db, told: readonly PersonalTold[]): Promise<Map<string, Opening>> {
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

/**
 * The openings of these commitments, whatever their subject. All openings are read, a page at a time: for a few that are missing.
 * `isWhole` is false where some were not read, because their index was filled in another order.
 */
export async function seekOpenings(
  database: Snapshots,
  commitments: ReadonlySet<string>,
): Promise<{ found: Opening[]; isWhole: boolean }> {
  const found: Opening[] = [];
  if (commitments.size === 0) return { found, isWhole: true };
  const isWhole = await eachPage<Opening & Cells>(database, ORDERED, async (_, rows) => {
    for (const row of rows) if (commitments.has(row.commitment)) found.push(row);
  });
  return { found, isWhole };
}

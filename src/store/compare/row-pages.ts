import type Database from 'better-sqlite3';
import type { SealedTable } from '../seal/sealed-tables.ts';
import type { Cells } from '../seal/seals.ts';

/** Rows read at once. */
const PAGE = 1000;

/** A row with its seal, as the table holds it. */
export type SealedRow = Cells & { seal: string };

/**
 * Hands over every row of a table, a page at a time. `before` runs first and in the same short snapshot, so that what it
 * reads of the journal and the page are of one moment. Between two pages the service may write.
 */
export function eachPage(
  db: Database.Database,
  table: SealedTable,
  before: () => void,
  take: (rows: readonly SealedRow[]) => void,
): void {
  const page = db.prepare<[number], SealedRow & { place: number }>(
    `SELECT rowid AS "place", * FROM "${table}" WHERE rowid > ? ORDER BY rowid LIMIT ${PAGE}`,
  );
  const read = db.transaction((after: number) => {
    before();
    const rows = page.all(after);
    take(rows);
    return rows.length === PAGE ? rows.at(-1)?.place : undefined;
  });
  for (let last: number | undefined = Number.MIN_SAFE_INTEGER; last !== undefined; ) last = read(last);
}

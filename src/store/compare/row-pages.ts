import type Database from 'better-sqlite3';
import type { SealedTable } from '../seal/sealed-tables.ts';
import type { Cells } from '../seal/seals.ts';

/** Rows read at once. */
const PAGE = 1000;
/** Whoever puts a row in may choose any place for it, also one that is no exact number of JavaScript. */
const [FIRST, LAST] = [-(2n ** 63n), 2n ** 63n - 1n];

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
  const page = db.prepare<[bigint], SealedRow & { place: string }>(
    `SELECT CAST(rowid AS TEXT) AS "place", * FROM "${table}" WHERE rowid >= ? ORDER BY rowid LIMIT ${PAGE}`,
  );
  const read = db.transaction((from: bigint) => {
    before();
    const rows = page.all(from);
    take(rows);
    const last = BigInt(rows.at(-1)?.place ?? LAST);
    return rows.length === PAGE && last < LAST ? last + 1n : undefined;
  });
  for (let next: bigint | undefined = FIRST; next !== undefined; ) next = read(next);
}

import { type RawBuilder, sql } from 'kysely';
import type { Cell, Cells } from './seals.ts';

/** Rows read at once. It stands in the text: SQLite prepares a statement with a bound limit anew each time that it runs. */
const PAGE = 1000;
const LIMIT = sql`limit 1000`;

/** Where a page begins: so many rows behind a key, or behind the beginning of the table. */
export interface PageStart {
  after: readonly Cell[] | undefined;
  skip: number;
}
export const FIRST_PAGE: PageStart = { after: undefined, skip: 0 };

/** The end of a statement that reads a page of a table in the order of its `key`. */
export function pageOf(key: readonly string[], { after, skip }: PageStart): RawBuilder<unknown> {
  const columns = sql.join(key.map((column) => sql.id(column)));
  const where = after === undefined ? sql`` : sql`where (${columns}) > (${sql.join([...after])}) `;
  return sql`${where}order by ${columns} ${LIMIT}${skip === 0 ? sql`` : sql` offset ${skip}`}`;
}

/**
 * Whether the database would take a cell of a key for the same value again. Somebody who edits the file can put in a text
 * that is no UTF-8 or a number that is none of JavaScript's: both are read as another value.
 */
function isExact(cell: Cell | undefined): boolean {
  if (typeof cell === 'string') return !cell.includes('\ufffd');
  return typeof cell === 'number' ? Number.isSafeInteger(cell) : cell instanceof Uint8Array;
}

/**
 * Where the page after these rows begins; undefined: they are the last. Behind a key that was read as another value it
 * begins by counting (`skip`), which holds in the same snapshot alone: else rows would be left out, or read without end.
 */
export function nextPage(key: readonly string[], start: PageStart, rows: readonly Cells[]): PageStart | undefined {
  if (rows.length < PAGE) return undefined;
  const last = key.map((column) => rows.at(-1)?.[column] ?? null);
  return last.every(isExact) ? { after: last, skip: 0 } : { after: start.after, skip: start.skip + PAGE };
}

/** SQLite's order of kinds of values. */
const rank = (cell: Cell): number => ['number', 'string', 'object'].indexOf(typeof cell);
const octets = (cell: Cell): Uint8Array => (cell instanceof Uint8Array ? cell : Buffer.from(String(cell)));
function order(a: Cell, b: Cell): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return rank(a) - rank(b) || Buffer.compare(octets(a), octets(b));
}
/**
 * Whether a page begins behind another one. It does not where the index of the key was filled in another order: then pages
 * would be read without end.
 */
export function isBehind(next: PageStart, before: PageStart): boolean {
  const { after } = before;
  if (after === undefined || next.skip > before.skip) return true;
  const differing = next.after?.map((cell, i) => order(cell, after[i] ?? null)).find((sign) => sign !== 0);
  return differing !== undefined && differing > 0;
}

/** The row of a key, for `where`. */
export function isRow(key: readonly string[], row: Cells): RawBuilder<boolean> {
  const same = key.map((column) => sql`${sql.id(column)} = ${row[column]}`);
  return sql<boolean>`${sql.join(same, sql` and `)}`;
}

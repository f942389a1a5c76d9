import { type RawBuilder, sql } from 'kysely';
import { AppError } from '../../../errors.ts';
import type { Cursor, Paged } from '../../../flow/reading/paging.ts';
import { isNoValue } from '../../faults.ts';
import { all } from '../../rows.ts';
import { SHOWN } from '../../seal/guard.ts';
import type { Db } from '../../tables.ts';

/** Rows of one page at most. */
const MOST = 200;
type Key = readonly (string | number)[];

/** How a list is ordered: by these columns, the last of which is unique and names a row in a cursor. */
export interface Order {
  columns: readonly [RawBuilder<unknown>, ...RawBuilder<unknown>[]];
  /** All of them. */
  descending?: boolean;
}

/** What `order by` takes. */
export function ordering({ columns, descending = false }: Order): RawBuilder<unknown> {
  const way = descending ? sql`desc` : sql`asc`;
  return sql.join(columns.map((column) => sql`${column} ${way}`));
}

/** A place in a list: the id of the last row seen, and nothing else of it. An address travels further than a page. */
const encodeCursor = (id: string | number): string => Buffer.from(String(id)).toString('base64url');

function foreign(): AppError {
  return new AppError('invalid_input', 'this cursor is none of ours: begin with the first page', {
    detail: { field: 'cursor' },
  });
}

/** Reads a cursor. Attacker-controlled: throws `invalid_input` for what is no text. */
function decodeCursor(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString();
  if (encodeCursor(id) !== cursor) throw foreign();
  return id;
}

/** How many rows a page has: what was asked for, within bounds. */
export const limitOf = ({ limit }: Cursor): number => Math.min(Math.max(Math.trunc(limit), 1), MOST);

/**
 * Rows that come after the cursor's in this order; true without a cursor. `from` is the table, `seen` what the reader may see
 * of it: a cursor that names anything else is refused, so that it cannot be used to ask where a stranger stands.
 */
export async function after(
  db: Db,
  from: RawBuilder<unknown>,
  { columns, descending = false }: Order,
  page: Cursor,
  seen: readonly RawBuilder<unknown>[] = [],
): Promise<RawBuilder<boolean>> {
  if (page.cursor === undefined) return sql<boolean>`1 = 1`;
  const [id] = columns.slice(-1);
  const named = columns.map((column, i) => sql`${column} as ${sql.id(`k${i}`)}`);
  const where = all([sql`${id} = ${decodeCursor(page.cursor)}`, ...seen]);
  const query = sql<Record<string, string | number | null>>`
    select ${sql.join(named)} from ${from} where ${where} ${SHOWN}`;
  const { rows } = await query.execute(db).catch((error: unknown) => {
    throw isNoValue(error) ? foreign() : error;
  });
  const key: Key = columns.map((_, i) => rows[0]?.[`k${i}`]).filter((part) => part !== null && part !== undefined);
  if (key.length < columns.length) throw foreign();
  return sql<boolean>`(${sql.join([...columns])}) ${descending ? sql`<` : sql`>`} (${sql.join([...key])})`;
}

/** Cuts what was read with one row too many into a page. */
export function paged<R, T>(
  rows: readonly R[],
  page: Cursor,
  idOf: (row: R) => string | number,
  show: (row: R) => T,
): Paged<T> {
  const limit = limitOf(page);
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items: items.map(show), next: last === undefined ? null : encodeCursor(idOf(last)) };
}

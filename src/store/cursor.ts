import { type RawBuilder, sql } from 'kysely';
import { AppError } from '../errors.ts';
import type { Cursor, Paged } from '../flow/reading/lists.ts';

/** Rows of one page at most. */
const MOST = 200;
export type Key = readonly (string | number)[];

/** A place in a list, opaque to clients: the sort key of the last row they saw. */
function encodeCursor(key: Key): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** Reads a cursor. Attacker-controlled: throws `invalid_input` for anything but a key of the same kinds as `like`. */
function decodeCursor(cursor: string, like: Key): Key {
  let key: unknown;
  try {
    key = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    key = undefined;
  }
  const fits =
    Array.isArray(key) && key.length === like.length && key.every((part, i) => typeof part === typeof like[i]);
  if (!fits)
    throw new AppError('invalid_input', 'this cursor is none of ours: begin with the first page', {
      detail: { field: 'cursor' },
    });
  return key as Key;
}

export const limitOf = ({ limit }: Cursor): number => Math.min(Math.max(Math.trunc(limit), 1), MOST);

/** Rows that come after the cursor in the order of `columns`; true without one. */
export function after(
  columns: readonly RawBuilder<unknown>[],
  page: Cursor,
  like: Key,
  descending = false,
): RawBuilder<boolean> {
  if (page.cursor === undefined) return sql<boolean>`1 = 1`;
  const key = decodeCursor(page.cursor, like);
  return sql<boolean>`(${sql.join([...columns])}) ${descending ? sql`<` : sql`>`} (${sql.join([...key])})`;
}

/** Cuts what was read with one row too many into a page. */
export function paged<R, T>(rows: readonly R[], page: Cursor, keyOf: (row: R) => Key, show: (row: R) => T): Paged<T> {
  const limit = limitOf(page);
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items: items.map(show), next: last === undefined ? null : encodeCursor(keyOf(last)) };
}

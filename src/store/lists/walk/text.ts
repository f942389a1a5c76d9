import { type RawBuilder, sql } from 'kysely';
import { likeAnyCase } from '../../engine.ts';
import { codesOrValues } from '../../statements/codes.ts';
import type { Db } from '../../tables.ts';

/** What `like … escape '\\'` takes for "contains this": wildcards that come from outside are plain characters. */
export const pattern = (text: string): string => `%${text.replace(/[\\%_]/g, (c) => `\\${c}`)}%`;

/** Whether `column` is the service `scope` or below it: `PREF-33` covers `PREF-33/DCL` (book/rights/roles.ts, `covers`). */
export function covered(column: RawBuilder<unknown>, scope: string): RawBuilder<boolean> {
  if (scope === '*') return sql<boolean>`1 = 1`;
  const below = `${scope}/`;
  return sql<boolean>`(${column} = ${scope} or substr(${column}, 1, ${below.length}) = ${below})`;
}

/** Whether `column` is one of `values`; false for none. */
export function among(column: RawBuilder<unknown>, values: readonly string[]): RawBuilder<boolean> {
  return values.length > 0 ? sql<boolean>`${column} in (${codesOrValues(values)})` : sql<boolean>`1 = 0`;
}

/** Whether any of these has `text` in it, whatever its case: for rows that are few, which need no index of texts. No condition for no text. */
export function anyHas(db: Db, cells: readonly RawBuilder<unknown>[], text: string | undefined): RawBuilder<boolean>[] {
  const sought = text?.trim().replaceAll('\0', '') ?? '';
  if (sought === '') return [];
  const has = cells.map((cell) => sql`${cell} ${likeAnyCase(db)} ${pattern(sought)} escape '\\'`);
  return [sql<boolean>`(${sql.join(has, sql` or `)})`];
}

/** Numbers that begin so, in the order in which an index has them. */
export function beginsWith(column: RawBuilder<unknown>, number: string): RawBuilder<boolean>[] {
  const begin = number.replaceAll('\0', '');
  return [sql<boolean>`${column} >= ${begin}`, sql<boolean>`${column} < ${`${begin}\u{10ffff}`}`];
}

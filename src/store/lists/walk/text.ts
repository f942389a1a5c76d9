import { type RawBuilder, sql } from 'kysely';

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
  return values.length > 0 ? sql<boolean>`${column} in (${sql.join([...values])})` : sql<boolean>`1 = 0`;
}

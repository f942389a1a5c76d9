import { CompiledQuery, type QueryResult, type RawBuilder } from 'kysely';
import type { Db } from './tables.ts';

/** How many texts are kept; the program has about 150 shapes, lists of values make more. */
const KEPT = 1000;
const texts = new Map<string, string>();

/**
 * Runs a statement whose text depends on its shape alone: it is put together once, which costs more than most statements take.
 * `shape` names everything but the values; `build` makes the statement with these values; `values` are those that it binds,
 * in order.
 */
export function runText<R>(
  db: Db,
  shape: string,
  build: () => RawBuilder<R>,
  values: readonly unknown[],
): Promise<QueryResult<R>> {
  let text = texts.get(shape);
  if (text === undefined) {
    text = build().compile(db).sql;
    const [oldest] = texts.keys();
    if (texts.size >= KEPT && oldest !== undefined) texts.delete(oldest);
    texts.set(shape, text);
  }
  return db.executeQuery<R>(CompiledQuery.raw(text, [...values]));
}

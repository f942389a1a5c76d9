import { CompiledQuery, type DatabaseConnection, type QueryResult } from 'kysely';
import type { Act } from '../../flow/ports/store.ts';
import { isPostgres } from '../engine.ts';
import type { Db } from '../tables.ts';

/** How many texts are kept for each engine; the program has about 150 shapes, lists of values make more. */
const KEPT = 1000;
const texts = { sqlite: new Map<string, string>(), postgres: new Map<string, string>() };
/** A connection that reads together what such acts read before, and has what waits written before anything else is asked. */
export interface Predicting {
  expect(act: Act): void;
  /** Runs `write`, which asks for all its statements before it answers, before the next statement: once. */
  writeFirst(write: (() => Promise<void>) | undefined): void;
}
const predicts = (connection: DatabaseConnection): connection is DatabaseConnection & Predicting =>
  'expect' in connection;
/** The connection of each open transaction. */
const connections = new WeakMap<Db, DatabaseConnection>();

/**
 * Lets `runText` ask the transaction's connection itself. Kysely's own way has a queue for it and five promises for each
 * statement, which costs more than most statements take. `act`: what the transaction is for.
 */
export async function keepConnection(transaction: Db, act?: Act): Promise<void> {
  await transaction.getExecutor().provideConnection(async (connection) => {
    if (act && predicts(connection)) connection.expect(act);
    connections.set(transaction, connection);
  });
}

/** Has `write` run before the next statement of a transaction on a server, whoever asks for that; undefined: nothing. */
export function writeFirst(transaction: Db, write: (() => Promise<void>) | undefined): void {
  const connection = connections.get(transaction);
  if (connection && predicts(connection)) connection.writeFirst(write);
}

/** A statement in Kysely's words. */
interface Buildable<R> {
  compile(db: Db): CompiledQuery<R>;
}

/**
 * Runs a statement whose text depends on its shape alone: it is put together once, which costs more than most statements take.
 * `shape` names everything but the values; `build` makes the statement with these values; `values` are those that it binds,
 * in order.
 */
export function runText<R>(
  db: Db,
  shape: string,
  build: () => Buildable<R>,
  values: readonly unknown[],
): Promise<QueryResult<R>> {
  const kept = isPostgres(db) ? texts.postgres : texts.sqlite;
  let text = kept.get(shape);
  if (text === undefined) {
    text = build().compile(db).sql;
    const [oldest] = kept.keys();
    if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(shape, text);
  }
  const query = CompiledQuery.raw(text, [...values]);
  const connection = connections.get(db);
  return connection ? connection.executeQuery<R>(query) : db.executeQuery<R>(query);
}

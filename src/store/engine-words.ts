import { PostgresAdapter, type RawBuilder, SqliteAdapter, sql } from 'kysely';
import { AppError } from '../errors.ts';
import type { Db } from './tables.ts';

/** What the two engines say in words of their own. */
interface Words {
  newestFirst: RawBuilder<unknown>;
  deferForeignKeys: RawBuilder<unknown>;
}
/** SQLite counts rows as they come in; PostgreSQL has a column for it in the tables whose order is asked for. */
const SQLITE: Words = { newestFirst: sql`rowid desc`, deferForeignKeys: sql`pragma defer_foreign_keys = on` };
const POSTGRES: Words = { newestFirst: sql`"place" desc`, deferForeignKeys: sql`set constraints all deferred` };

function wordsOf(db: Db): Words {
  const { adapter } = db.getExecutor();
  if (adapter instanceof SqliteAdapter) return SQLITE;
  if (adapter instanceof PostgresAdapter) return POSTGRES;
  throw new AppError('internal', 'this database is neither SQLite nor PostgreSQL');
}

/** The order of insertion, the last row first, for `order by`: of the tables "delivery" and "crl" alone. */
export const newestFirst = (db: Db): RawBuilder<unknown> => wordsOf(db).newestFirst;

/** Has references looked at when the transaction ends that `db` is, and not before: for rows that point to each other. */
export async function deferForeignKeys(db: Db): Promise<void> {
  await wordsOf(db).deferForeignKeys.execute(db);
}

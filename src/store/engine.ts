import { PostgresAdapter, type RawBuilder, SqliteAdapter, sql } from 'kysely';
import { AppError } from '../errors.ts';
import { areNamed, written } from './statements/codes.ts';
import type { Db } from './tables.ts';

type Sql = RawBuilder<unknown>;

/** Whether statements go to PostgreSQL; else to SQLite. What both engines say alike needs no question. */
export function isPostgres(db: Db): boolean {
  const { adapter } = db.getExecutor();
  if (adapter instanceof PostgresAdapter) return true;
  if (adapter instanceof SqliteAdapter) return false;
  throw new AppError('internal', 'this database is neither SQLite nor PostgreSQL');
}

/** A list of texts as rows of one column "value", called `alias`. */
export function listed(db: Db, values: readonly string[], alias: string): Sql {
  if (!isPostgres(db)) return sql`json_each(${JSON.stringify(values)}) as ${sql.id(alias)}`;
  const rows = areNamed(values)
    ? sql`(values ${sql.join(values.map((value) => sql`(${written(value)})`))})`
    : sql`unnest(${[...values]}::text[])`;
  return sql`${rows} as ${sql.id(alias)}("value")`;
}

/**
 * Whether `column` has one of these texts, however many they are: the list is one value of the statement. A statement takes
 * 32,766 values on SQLite and 65,535 on PostgreSQL, which a list that grows with what people do comes to exceed.
 */
export const amongListed = (db: Db, column: Sql, values: readonly string[]): Sql =>
  sql`${column} in (select "value" from ${listed(db, values, 'among')})`;

/**
 * Whether `column` is among what a query answers: a page of ids. PostgreSQL has the ids first and looks each of them up, which
 * else it does only where its estimates happen to say so.
 */
export const amongIds = (db: Db, column: Sql, ids: Sql): Sql =>
  isPostgres(db) ? sql`${column} = any(array(${ids}))` : sql`${column} in (${ids})`;

/**
 * The few ids that a query answers, as rows of one column "id", called `alias`. PostgreSQL reads them first and looks each one
 * up. As a join it may, on a wrong estimate, walk the whole list in its order: 84 ms at 100,000.
 */
export const idsFirst = (db: Db, ids: Sql, alias: string): Sql =>
  isPostgres(db) ? sql`unnest(array(${ids})) as ${sql.id(alias)} ("id")` : sql`(${ids}) as ${sql.id(alias)}`;

/** Joins a table behind the one before it. SQLite is held to that order, PostgreSQL finds its own. */
export const joinBehind = (db: Db): Sql => (isPostgres(db) ? sql`join` : sql`cross join`);

/** Whether a text has another in it. */
export const contains = (db: Db, text: Sql, part: string): Sql =>
  isPostgres(db) ? sql`position(${part} in ${text}) > 0` : sql`instr(${text}, ${part}) > 0`;

/** `like` whatever the case of ASCII letters. */
export const likeAnyCase = (db: Db): Sql => (isPostgres(db) ? sql`ilike` : sql`like`);

/** A column for whose values no index is to be used. */
export const unindexed = (db: Db, column: Sql): Sql => (isPostgres(db) ? column : sql`+${column}`);

/** Makes SQLite's index of words anew from the texts that it is of; PostgreSQL's own is always whole. */
export async function rebuildWords(db: Db, table: string): Promise<void> {
  if (isPostgres(db)) return;
  const words = `${table}Words`;
  await sql`insert into ${sql.table(words)} (${sql.id(words)}) values ('rebuild')`.execute(db);
}

/** The order of insertion, the last row first, for `order by`: of the tables "delivery" and "crl" alone. */
export const newestFirst = (db: Db): Sql => (isPostgres(db) ? sql`"place" desc` : sql`rowid desc`);

/** Has references looked at when the transaction ends that `db` is, and not before: for rows that point to each other. */
export async function deferForeignKeys(db: Db): Promise<void> {
  const defer = isPostgres(db) ? sql`set constraints all deferred` : sql`pragma defer_foreign_keys = on`;
  await defer.execute(db);
}

/** When a row was put in, as a number that grows: of the tables "delivery" and "crl" alone. */
export const insertedAt = (db: Db): Sql => (isPostgres(db) ? sql`"place"` : sql`rowid`);

/** Has the numbers that the engine gives out itself go on behind those that are there: of the access log. */
export async function restartNumbers(db: Db): Promise<void> {
  if (!isPostgres(db)) return; // SQLite looks at the table
  await sql`select setval(pg_get_serial_sequence('"accessLog"', 'id'), max("id")) from "accessLog"
    having max("id") is not null`.execute(db);
}

import { sql } from 'kysely';
import type { TableName, Tables } from '../../../book/tables/tables.ts';
import type { CellsPage, CellsWhere } from '../../../flow/reading/lists.ts';
import { amongIds, amongListed, unindexed } from '../../engine.ts';
import { all } from '../../rows.ts';
import { SHOWN } from '../../seal/guard.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';
import { walkEach } from './branches.ts';

const namesOf = (columns: readonly string[]) =>
  sql.join([...new Set(['id', ...columns])].map((column) => sql.ref(column)));

/**
 * Ids and some columns of rows, in the order of their ids. A row's seal takes all of its columns to be looked at, which costs
 * more than to read it: it is not. Names of tables and columns come from the flow's code, never from outside.
 */
export async function cellsOf<T extends TableName, C extends keyof Tables[T] & string>(
  db: Db,
  table: T,
  columns: readonly C[],
  where: CellsWhere<T>,
  { after, descending = false, limit }: CellsPage,
): Promise<Pick<Tables[T], C | 'id'>[]> {
  const given = Object.entries<string | readonly string[]>(where as Record<string, string | readonly string[]>);
  const conditions = given.map(([column, value]) =>
    typeof value === 'string' ? sql`${sql.ref(column)} = ${value}` : amongListed(db, sql.ref(column), value),
  );
  // of several values an index gives no order by id; without this SQLite may read the whole table in that order instead
  const isOfSeveral = given.some(([, value]) => typeof value !== 'string');
  const id = isOfSeveral ? unindexed(db, sql.ref('id')) : sql.ref('id');
  const beyond = after === undefined ? [] : [sql`${id} > ${after}`];
  const named = namesOf(columns);
  const { rows } = await sql<Pick<Tables[T], C | 'id'>>`select ${named} from ${sql.table(table)}
    where ${all([...conditions, ...beyond])} order by ${id} ${descending ? sql`desc` : sql`asc`}
    limit ${atMost(limit)} ${SHOWN}`.execute(db);
  return rows;
}

/** The same of rows of which `column` has one of `values`: of each the `limit` newest, so that one that has many hides no other. */
export async function newestCellsOf<T extends TableName, C extends keyof Tables[T] & string>(
  db: Db,
  table: T,
  columns: readonly C[],
  { column, values }: { column: keyof Tables[T] & string; values: readonly string[] },
  limit: number,
): Promise<Pick<Tables[T], C | 'id'>[]> {
  const newest = { table, alias: 'r', where: [], order: sql`"r"."id" desc`, limit };
  const ids = walkEach(db, [{ column: sql.ref(`r.${column}`), values }], newest);
  const { rows } = await sql<Pick<Tables[T], C | 'id'>>`select ${namesOf(columns)} from ${sql.table(table)}
    where ${amongIds(db, sql.ref('id'), ids)} ${SHOWN}`.execute(db);
  return rows;
}

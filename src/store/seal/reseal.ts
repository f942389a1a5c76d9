import { type RawBuilder, sql } from 'kysely';
import { isPostgres } from '../engine.ts';
import type { Db } from '../tables.ts';
import { LEAVE_OUT } from './guard.ts';
import { columnsOf, keyOf, SEALED_TABLES, type SealedTable } from './sealed-tables.ts';
import type { Cells, Seals } from './seals.ts';

/** `keep`: the seal of a row that does not fit stays as it is, so the row goes on being refused; else the UPDATE is. */
type Unfit = 'refuse' | 'keep';

const NAMES = new Map(
  SEALED_TABLES.map((table) => [table, sql.join(columnsOf(table).map((column) => sql.id(column)))]),
);

/**
 * The new seal of a row that an UPDATE sets columns of, as SQLite has it: worked out on the writing connection from the row
 * as it stood, whose own seal has to fit. An edited row is never sealed anew by a later change.
 */
function resealed(table: SealedTable, set: Cells, unfit: Unfit): RawBuilder<string> {
  const columns = NAMES.get(table) ?? sql`null`;
  return sql<string>`reseal(${table}, ${unfit}, ${JSON.stringify(set)}, "seal", ${columns})`;
}

/** A new seal in the text of an UPDATE, and the values that it binds. */
interface NewSeal {
  sql: RawBuilder<string>;
  values: unknown[];
}

/** The new seal of a row once columns of it are `set`; on PostgreSQL of the `row` as it stands, undefined for one that is not there. */
export function newSeal(
  db: Db,
  seals: Seals,
  table: SealedTable,
  { row, set }: { row: Cells | undefined; set: Cells },
): NewSeal {
  if (!isPostgres(db)) return { sql: resealed(table, set, 'refuse'), values: [table, 'refuse', JSON.stringify(set)] };
  const seal = row ? seals.of(table, { ...row, ...set }) : ''; // of no row: nothing is updated
  return { sql: sql<string>`${seal}`, values: [seal] };
}

interface SealedUpdate {
  set: Cells;
  /** Which rows. */
  where: RawBuilder<unknown>;
  unfit?: Unfit;
}

/** Sets columns of the rows that `where` it holds, and seals them anew. Answers how many. Throws `record_tampered`. */
export async function updateSealed(
  db: Db,
  seals: Seals,
  table: SealedTable,
  { set, where, unfit = 'refuse' }: SealedUpdate,
): Promise<number> {
  const cells = Object.entries(set).map(([column, cell]) => sql`${sql.id(column)} = ${cell}`);
  const update = async (seal: RawBuilder<string>, these: RawBuilder<unknown>): Promise<number> => {
    const query = sql`update ${sql.table(table)} set ${sql.join(cells)}, "seal" = ${seal} where ${these}`;
    return Number((await query.execute(db)).numAffectedRows);
  };
  if (!isPostgres(db)) return update(resealed(table, set, unfit), where);
  const end = unfit === 'keep' ? LEAVE_OUT : sql``;
  const { rows } = await sql<Cells>`select * from ${sql.table(table)} where ${where} ${end}`.execute(db);
  let updated = 0;
  for (const row of rows) {
    const key = keyOf(table).map((column) => sql`${sql.id(column)} = ${row[column]}`);
    const fresh = seals.of(table, { ...row, ...set });
    updated += await update(sql<string>`${fresh}`, sql`${sql.join(key, sql` and `)} and ${where}`);
  }
  return updated;
}

/** A row with its seal: for Kysely's `values`. */
export const sealedRow = <R extends object>(seals: Seals, table: SealedTable, row: R): R => ({
  ...row,
  seal: seals.of(table, row as Cells),
});

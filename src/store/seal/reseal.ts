import { type RawBuilder, sql } from 'kysely';
import { isPostgres } from '../engine.ts';
import type { Db } from '../tables.ts';
import { LEAVE_OUT, SHOWN } from './guard.ts';
import { isRow } from './key-pages.ts';
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

/** The new seal of a row once columns of it are `set`, on SQLite. */
export const newSeal = (table: SealedTable, set: Cells): NewSeal => ({
  sql: resealed(table, set, 'refuse'),
  values: [table, 'refuse', JSON.stringify(set)],
});

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
  const key = keyOf(table);
  const { fitting, others } = await readForUpdate(db, table, { where, unfit });
  let updated = 0;
  for (const row of fitting) {
    const fresh = seals.of(table, { ...row, ...set });
    updated += await update(sql<string>`${fresh}`, sql`${isRow(key, row)} and ${where}`);
  }
  for (const row of others) updated += await update(sql.id('seal'), sql`${isRow(key, row)} and ${where}`);
  return updated;
}

/** Rows whose seals fit; and by their keys the others, which keep their seals when they are updated. Throws `record_tampered`. */
async function readForUpdate(
  db: Db,
  table: SealedTable,
  { where, unfit }: Required<Omit<SealedUpdate, 'set'>>,
): Promise<{ fitting: Cells[]; others: Cells[] }> {
  const read = async (columns: RawBuilder<unknown>, end: RawBuilder<unknown>): Promise<Cells[]> =>
    (await sql<Cells>`select ${columns} from ${sql.table(table)} where ${where} ${end}`.execute(db)).rows;
  if (unfit === 'refuse') return { fitting: await read(sql`*`, sql``), others: [] };
  const key = keyOf(table);
  const nameOf = (row: Cells): string => JSON.stringify(key.map((column) => row[column]));
  const fitting = await read(sql`*`, LEAVE_OUT);
  const names = new Set(fitting.map(nameOf));
  const all = await read(sql.join(key.map((column) => sql.id(column))), SHOWN);
  return { fitting, others: all.filter((row) => !names.has(nameOf(row))) };
}

/** A row with its seal: for Kysely's `values`. */
export const sealedRow = <R extends object>(seals: Seals, table: SealedTable, row: R): R => ({
  ...row,
  seal: seals.of(table, row as Cells),
});

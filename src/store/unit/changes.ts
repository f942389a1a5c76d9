import { sql } from 'kysely';
import type { Change } from '../../book/tables/lifecycle.ts';
import { AppError } from '../../errors.ts';
import { isPostgres } from '../engine.ts';
import { isTwice, isTwiceIn } from '../faults.ts';
import { all } from '../rows.ts';
import { newSeal } from '../seal/reseal.ts';
import { type Cells, cellsOf, type Seals } from '../seal/seals.ts';
import { createUnitRows, type UnitRows } from '../seal/unit-rows.ts';
import { heard, inOrder } from '../statements/in-order.ts';
import { runText } from '../statements/texts.ts';
import type { Db } from '../tables.ts';

/** Values bound in one statement at most (SQLite's own limit is 32,766). */
const BOUND = 30_000;

export type Insert = Extract<Change, { insert: unknown }>;
export type Update = Extract<Change, { set: unknown }>;
export const isInsert = (change: Change): change is Insert => 'insert' in change;
const columnsOf = (change: Insert): string[] => Object.keys(change.insert);

/** Neighbouring inserts with the same columns become one statement of many rows. */
function batches(changes: readonly Change[]): (Update | Insert[])[] {
  const result: (Update | Insert[])[] = [];
  for (const change of changes) {
    const last = result.at(-1);
    if (!isInsert(change)) result.push(change);
    else if (Array.isArray(last) && fits(last, change)) last.push(change);
    else result.push([change]);
  }
  return result;
}
function fits(batch: readonly Insert[], change: Insert): boolean {
  const [first] = batch;
  if (!first || first.table !== change.table) return false;
  const columns = columnsOf(first);
  return String(columns) === String(columnsOf(change)) && (batch.length + 1) * columns.length <= BOUND;
}

/** Undefined would reach the table as null and the journal not at all. */
export function given(table: string, [column, value]: [string, unknown]): unknown {
  if (value === undefined) throw new AppError('internal', `a change of ${table} gives ${column} no value: use null`);
  return value;
}

async function insertAll(db: Db, batch: readonly Insert[], seals: Seals, kept: UnitRows): Promise<void> {
  const [first] = batch;
  if (!first) return;
  const columns = columnsOf(first);
  const rows = batch.map(({ table, insert }) => {
    const cells = Object.entries(insert).map((c) => given(table, c));
    const row = cellsOf(insert);
    kept.write(table, insert.id, row);
    return [...cells, seals.of(table, row)];
  });
  const build = () => {
    const names = sql.join([...columns, 'seal'].map((column) => sql.id(column)));
    const values = sql.join(rows.map((row) => sql`(${sql.join(row)})`));
    return sql`insert into ${sql.table(first.table)} (${names}) values ${values}`;
  };
  await runText(db, `insert ${first.table} ${columns} ${rows.length}`, build, rows.flat());
}

/** What refuses an update of a row that is not as it was expected. */
export const hasChanged = ({ table, id }: Pick<Update, 'table' | 'id'>): AppError =>
  new AppError('conflict', `this ${table} has changed in the meantime: read it again`, { detail: { table, id } });

/**
 * The UPDATE repeats what the row is expected to be: exactly one row, or somebody else was faster. Sealed as the row stands now,
 * and asked when it is run.
 */
export function updateOf(db: Db, change: Update, seals: Seals, rows: UnitRows): () => Promise<void> {
  const { table, id, expect, set } = change;
  const columns = Object.keys(set);
  if (columns.length === 0) throw new AppError('internal', `a change of ${table} sets nothing`);
  const values = Object.entries(set).map((c) => given(table, c));
  const expected = Object.entries(expect).map((c) => given(table, c));
  const row = rows.get(table, id);
  const seal = newSeal(db, seals, table, { row, set: set as Cells });
  if (row) rows.write(table, id, { ...row, ...(set as Cells) });
  const build = () => {
    const assignments = columns.map((column, i) => sql`${sql.id(column)} = ${values[i]}`);
    const same = Object.keys(expect).map((column, i) => sql`${sql.id(column)} is not distinct from ${expected[i]}`);
    return sql`update ${sql.table(table)} set ${sql.join([...assignments, sql`"seal" = ${seal.sql}`])} where "id" = ${id} and ${all(same)}`;
  };
  const shape = `update ${table} ${columns} if ${Object.keys(expect)}`;
  const bound = [...values, ...seal.values, id, ...expected];
  return async () => {
    const { numAffectedRows } = await runText(db, shape, build, bound);
    if (numAffectedRows !== 1n) throw hasChanged(change);
  };
}

/** What a broken UNIQUE means to people: `duplicate` for an open request, else `conflict`; other errors as they are. */
export function uniqueAs(error: unknown, what: string): unknown {
  if (!isTwice(error)) return error;
  if (isTwiceIn(error, 'requestOpen')) {
    return new AppError('duplicate', 'an open request for this agent and workstation stands already', { cause: error });
  }
  if (isTwiceIn(error, 'incidentOpen')) {
    return new AppError('already_done', 'this incident is known: it was reported already', { cause: error });
  }
  return new AppError('conflict', `this ${what} stands already: read it again`, {
    detail: { table: what },
    cause: error,
  });
}

/** Reads the rows that are updated and that the unit has neither read nor made. */
export async function readUpdated(db: Db, changes: readonly Change[], rows: UnitRows): Promise<void> {
  const made = new Set<string>();
  const reads = changes.map(async (change) => {
    if (isInsert(change)) return void made.add(`${change.table} ${change.insert.id}`);
    const { table, id } = change;
    if (made.has(`${table} ${id}`) || rows.get(table, id)) return;
    const build = () => sql<Cells>`select * from ${sql.table(table)} where "id" = ${id}`;
    const [row] = (await runText(db, `get ${table}`, build, [id])).rows;
    if (row) rows.keep(table, id, row);
  });
  await inOrder(reads);
}

/**
 * Asks for rows to be inserted and updated, in order, before the first statement is answered. `rows`: those that the
 * transaction has read or written itself. The texts of searches are another matter. Answers once all are asked; `written`
 * throws `conflict` or `duplicate`, and the unit is then lost.
 */
export async function askForChanges(
  db: Db,
  changes: readonly Change[],
  seals: Seals,
  rows: UnitRows,
): Promise<{ written: Promise<unknown> }> {
  if (isPostgres(db)) await readUpdated(db, changes, rows);
  const writes = batches(changes).map((batch) => {
    const table = Array.isArray(batch) ? String(batch[0]?.table) : batch.table;
    const write = Array.isArray(batch) ? insertAll(db, batch, seals, rows) : updateOf(db, batch, seals, rows)();
    return write.catch((error) => Promise.reject(uniqueAs(error, table)));
  });
  return { written: heard(inOrder(writes)) };
}

/** Applies rows to insert and to update, as `askForChanges` asks for them. */
export async function applyChanges(
  db: Db,
  changes: readonly Change[],
  seals: Seals,
  rows: UnitRows = createUnitRows(),
): Promise<void> {
  await (await askForChanges(db, changes, seals, rows)).written;
}

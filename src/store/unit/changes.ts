import { sql } from 'kysely';
import type { Change } from '../../book/tables/lifecycle.ts';
import { AppError } from '../../errors.ts';
import { isPostgres } from '../engine.ts';
import { all } from '../rows.ts';
import { newSeal } from '../seal/reseal.ts';
import { type Cells, cellsOf, type Seals } from '../seal/seals.ts';
import { createUnitRows, type UnitRows } from '../seal/unit-rows.ts';
import { heard, inOrder } from '../statements/in-order.ts';
import { runText } from '../statements/texts.ts';
import type { Db } from '../tables.ts';
import { given, hasChanged, type Insert, isInsert, type Update, uniqueAs } from './change-faults.ts';
import { joins, runUpdates, sealedUpdate } from './update-many.ts';

/** Values bound in one statement at most (SQLite's own limit is 32,766). */
const BOUND = 30_000;

const columnsOf = (change: Insert): string[] => Object.keys(change.insert);

type Batch = Insert[] | Update[];
const isInserts = (batch: Batch): batch is Insert[] => {
  const [first] = batch;
  return first !== undefined && isInsert(first);
};

/** Neighbouring inserts with the same columns become one statement of many rows; with `together`, so do neighbouring updates of a kind. */
function batches(changes: readonly Change[], together: boolean): Batch[] {
  const result: Batch[] = [];
  for (const change of changes) {
    const last = result.at(-1);
    if (isInsert(change)) {
      if (last && isInserts(last) && fits(last, change)) last.push(change);
      else result.push([change]);
    } else if (together && last && !isInserts(last) && joins(last, change)) last.push(change);
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

/** The UPDATE repeats what the row is expected to be: exactly one row, or somebody else was faster. */
async function updateOne(db: Db, change: Update, rows: UnitRows): Promise<void> {
  const { table, id, expect, set } = change;
  const columns = Object.keys(set);
  if (columns.length === 0) throw new AppError('internal', `a change of ${table} sets nothing`);
  const values = Object.entries(set).map((c) => given(table, c));
  const expected = Object.entries(expect).map((c) => given(table, c));
  const row = rows.get(table, id);
  if (row) rows.write(table, id, { ...row, ...(set as Cells) });
  const seal = newSeal(table, set as Cells);
  const build = () => {
    const assignments = columns.map((column, i) => sql`${sql.id(column)} = ${values[i]}`);
    const same = Object.keys(expect).map((column, i) => sql`${sql.id(column)} is not distinct from ${expected[i]}`);
    return sql`update ${sql.table(table)} set ${sql.join([...assignments, sql`"seal" = ${seal.sql}`])} where "id" = ${id} and ${all(same)}`;
  };
  const shape = `update ${table} ${columns} if ${Object.keys(expect)}`;
  const { numAffectedRows } = await runText(db, shape, build, [...values, ...seal.values, id, ...expected]);
  if (numAffectedRows !== 1n) throw hasChanged(change);
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
  const together = isPostgres(db);
  if (together) await readUpdated(db, changes, rows);
  const write = async (batch: Batch): Promise<void> => {
    if (isInserts(batch)) return insertAll(db, batch, seals, rows);
    if (together)
      return runUpdates(
        db,
        batch.map((change) => sealedUpdate(change, seals, rows)),
      );
    for (const change of batch) await updateOne(db, change, rows);
  };
  const writes = batches(changes, together).map((batch) =>
    write(batch).catch((error) => Promise.reject(uniqueAs(error, String(batch[0]?.table)))),
  );
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

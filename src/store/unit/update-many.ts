import { sql } from 'kysely';
import { AppError } from '../../errors.ts';
import { all } from '../rows.ts';
import type { Cells, Seals } from '../seal/seals.ts';
import type { UnitRows } from '../seal/unit-rows.ts';
import { padded } from '../statements/padded.ts';
import { runText } from '../statements/texts.ts';
import type { Db } from '../tables.ts';
import { given, hasChanged, type Update } from './change-faults.ts';

/** Rows of one statement at most. */
const MANY = 64;
/** A trigger lists the revocations of a statement by the ids of its rows; the list follows the order of the journal. */
const LISTED_BY_ID: ReadonlySet<string> = new Set(['certificate']);
/** A text that may be another one for each row; of no table is it unique. */
const DIFFERS = 'requestId';

/** An update with the seal that its row has then. */
export interface SealedUpdate {
  change: Update;
  seal: string;
  /** Whether its row was not as it is expected when the unit read it. */
  isStale: boolean;
}

const setOf = ({ set }: Update): Readonly<Record<string, unknown>> => set as Readonly<Record<string, unknown>>;
const isSame = (a: Update, b: Update, column: string): boolean => {
  const [one, other] = [setOf(a)[column], setOf(b)[column]];
  return one === other || (column === DIFFERS && typeof one === 'string' && typeof other === 'string');
};
/** Whether one row of a table becomes what another does, from the same state. */
function isOfKind(a: Update, b: Update): boolean {
  const columns = Object.keys(a.set);
  return (
    a.table === b.table &&
    String(columns) === String(Object.keys(b.set)) &&
    JSON.stringify(a.expect) === JSON.stringify(b.expect) &&
    columns.every((column) => isSame(a, b, column))
  );
}

/** Whether an update may be made by the same statement as those before it. */
export function joins(updates: readonly Update[], change: Update): boolean {
  const [first, last] = [updates[0], updates.at(-1)];
  if (!first || !last || updates.length === MANY || !isOfKind(first, change)) return false;
  if (LISTED_BY_ID.has(change.table)) return last.id < change.id;
  return updates.every(({ id }) => id !== change.id);
}

/** The update of a row that the unit has read, if it is there; for the unit it stands so from now on. */
export function sealedUpdate(change: Update, seals: Seals, rows: UnitRows): SealedUpdate {
  const { table, id, expect, set } = change;
  if (Object.keys(set).length === 0) throw new AppError('internal', `a change of ${table} sets nothing`);
  for (const cell of [...Object.entries(set), ...Object.entries(expect)]) given(table, cell);
  const row = rows.get(table, id);
  const isStale = !row || Object.entries(expect).some(([column, value]) => row[column] !== value);
  const after = row && { ...row, ...(set as Cells) };
  if (after) rows.write(table, id, after);
  return { change, seal: after ? seals.of(table, after) : '', isStale };
}

/** `"column" = …` for each of the rows. */
interface Assignment {
  column: string;
  values: readonly unknown[];
  isOne: boolean;
}

/**
 * Makes updates that join each other, on PostgreSQL, where a statement costs its way. Each repeats what its row is expected to be:
 * exactly as many rows, or somebody else was faster. Throws `conflict`.
 */
export async function runUpdates(db: Db, updates: readonly SealedUpdate[]): Promise<void> {
  const [first] = updates;
  if (!first) return;
  const { table, set, expect } = first.change;
  const some = padded(updates);
  const ids = some.map(({ change }) => change.id);
  const assign = (column: string, values: readonly unknown[]): Assignment => ({
    column,
    values,
    isOne: values.every((one) => one === values[0]),
  });
  const assignments = [
    ...Object.keys(set).map((column) =>
      assign(
        column,
        some.map(({ change }) => setOf(change)[column]),
      ),
    ),
    assign(
      'seal',
      some.map(({ seal }) => seal),
    ),
  ];
  const cellsFor = ({ values, isOne }: Assignment) => {
    if (isOne) return sql`${values[0]}`;
    const cases = ids.map((id, i) => sql`when ${id} then ${values[i]}`);
    return sql`case "id" ${sql.join(cases, sql` `)} end`;
  };
  const build = () => {
    const cells = assignments.map((one) => sql`${sql.id(one.column)} = ${cellsFor(one)}`);
    const same = Object.entries(expect).map(([column, cell]) => sql`${sql.id(column)} is not distinct from ${cell}`);
    return sql`update ${sql.table(table)} set ${sql.join(cells)} where "id" in (${sql.join(ids)}) and ${all(same)}`;
  };
  const bound = assignments.flatMap(({ values, isOne }) =>
    isOne ? [values[0]] : ids.flatMap((id, i) => [id, values[i]]),
  );
  const named = assignments.map(({ column, isOne }) => `${column} ${isOne}`);
  const shape = `update ${table} ${named} if ${Object.keys(expect)} of ${ids.length}`;
  const { numAffectedRows } = await runText(db, shape, build, [...bound, ...ids, ...Object.values(expect)]);
  if (numAffectedRows !== BigInt(updates.length))
    throw hasChanged((updates.find(({ isStale }) => isStale) ?? first).change);
}

import { INDEXES, type IndexName, indexesOf, isNewest, keyOf, stands } from '../book/tables/indexes.ts';
import type { Cell, Row } from '../book/tables/row.ts';

/** The condition that finds the rows of an index under a key. Typed for no table: each index names columns of its own. */
export const whereOf = (index: IndexName, key: readonly Cell[]): never => {
  const { by, standing } = INDEXES[index];
  return Object.fromEntries([...by.map((column, i) => [column, key[i]]), ...Object.entries(standing)]) as never;
};

/** What the names of an index begin with, whatever the key. */
export const beginOf = (index: IndexName): string => `${index} `;

/**
 * The name of an index under a key. Injective: a text begins with its length, and nothing else does. JSON of the whole key takes
 * twice as long, and it is asked for several times for each row that is judged.
 */
export function nameOf(index: IndexName, key: readonly Cell[]): string {
  let name = beginOf(index);
  for (const cell of key) name += typeof cell === 'string' ? `${cell.length}:${cell}\n` : `${JSON.stringify(cell)}\n`;
  return name;
}

/** The key under which an index answers what this condition finds; undefined where they are other rows. */
function keyIn(index: IndexName, where: object): readonly Cell[] | undefined {
  const { by, standing } = INDEXES[index];
  const said = where as Readonly<Record<string, unknown>>;
  const names = Object.keys(said);
  if (isNewest(index) || names.length !== by.length + Object.keys(standing).length) return undefined;
  const stands = Object.entries(standing).every(
    ([name, value]) => String(said[name]) === String(value) && name in said,
  );
  const key = by.map((name) => said[name]);
  const whole = key.every((cell) => cell !== undefined && (cell === null || typeof cell !== 'object'));
  return stands && whole ? (key as Cell[]) : undefined;
}

/**
 * What an index answers, where a condition has found all of it: under one key, or under one for each value of a column. Each row is looked
 * at once, however many values there are.
 */
export function foundUnder(
  index: IndexName,
  where: object,
  found: readonly Row[],
): (readonly [key: readonly Cell[], rows: readonly Row[]])[] {
  const columns: readonly string[] = INDEXES[index].by;
  const [name, values] =
    Object.entries(where).find(([of, value]) => Array.isArray(value) && columns.includes(of)) ?? [];
  if (name === undefined) {
    const key = keyIn(index, where);
    return key ? [[key, found]] : [];
  }
  const under = new Map<unknown, { key: readonly Cell[]; rows: Row[] }>();
  for (const value of values as readonly unknown[]) {
    const key = keyIn(index, { ...where, [name]: value });
    if (key) under.set(value, { key, rows: [] });
  }
  if (under.size > 0) for (const row of found) under.get(row[name])?.rows.push(row);
  return [...under.values()].map(({ key, rows }) => [key, rows]);
}

/** The key of an index in the columns of a row, of whatever table; undefined where a column is not there, or the index has no key. */
export function keyAt(index: IndexName, row: Row): readonly Cell[] | undefined {
  const { by } = INDEXES[index];
  const has = by.length > 0 && by.every((column) => Object.hasOwn(row, column));
  return has ? by.map((column) => row[column] ?? null) : undefined;
}

const WIDER = new Map<IndexName, readonly IndexName[]>();
/** Indexes that hold all rows of another one, under fewer columns of its key. */
function widerThan(index: IndexName): readonly IndexName[] {
  const known = WIDER.get(index);
  if (known) return known;
  const { table, by } = INDEXES[index];
  const columns: readonly string[] = by;
  const wider = indexesOf(table).filter((other) => {
    if (other === index || isNewest(other) || isNewest(index)) return false;
    const of = INDEXES[other];
    return of.by.length > 0 && Object.keys(of.standing).length === 0 && of.by.every((name) => columns.includes(name));
  });
  WIDER.set(index, wider);
  return wider;
}

/** What an index answers under a key, out of what `answers` has of a wider one; undefined where it has none. */
export function narrowed(
  answers: ReadonlyMap<string, readonly Row[]>,
  index: IndexName,
  key: readonly Cell[],
): readonly Row[] | undefined {
  const columns: readonly string[] = INDEXES[index].by;
  for (const wider of widerThan(index)) {
    const rows = answers.get(
      nameOf(
        wider,
        INDEXES[wider].by.map((column) => key[columns.indexOf(column)] ?? null),
      ),
    );
    if (rows)
      return rows.filter(
        (row) => stands(index, row) && keyOf(index, row).every((cell, i) => cell === (key[i] ?? null)),
      );
  }
  return undefined;
}

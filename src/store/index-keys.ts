import { INDEXES, type IndexName, isNewest } from '../book/tables/indexes.ts';
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
export function keyIn(index: IndexName, where: object): readonly Cell[] | undefined {
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

/** The key of an index in the columns of a row, of whatever table; undefined where a column is not there, or the index has no key. */
export function keyAt(index: IndexName, row: Row): readonly Cell[] | undefined {
  const { by } = INDEXES[index];
  const has = by.length > 0 && by.every((column) => Object.hasOwn(row, column));
  return has ? by.map((column) => row[column] ?? null) : undefined;
}

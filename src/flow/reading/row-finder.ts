import type { TableName, Tables } from '../../book/tables/tables.ts';
import { nextTurn } from '../turn.ts';
import type { CellsWhere, Lists } from './lists.ts';

type Column<T extends TableName> = keyof Tables[T] & string;
type Found<T extends TableName, C extends Column<T>> = Promise<Pick<Tables[T], C | 'id'>[]>;

/** Rows that one statement reads: it holds up the service's one thread for some milliseconds. */
export const ROWS_A_STATEMENT = 500;

/** Values of which one statement reads the newest rows, few of each for the most part. */
const VALUES_A_STATEMENT = 25;

/**
 * How the rows are looked for that something is told from: their ids, and the columns that are named. No seal is looked at,
 * since they only lead to what people are shown. Everybody else has a turn after each statement.
 */
export interface RowFinder {
  /** Rows that meet a condition. */
  of<T extends TableName, C extends Column<T>>(table: T, columns: readonly C[], where: CellsWhere<T>): Found<T, C>;
  /** Rows of which a column has one of these values. */
  having<T extends TableName, C extends Column<T>>(
    table: T,
    columns: readonly C[],
    column: Column<T>,
    values: readonly string[],
  ): Found<T, C>;
  /** The same, of each value as many as are found of one. */
  each: RowFinder['having'];
}

const whereIn = <T extends TableName>(column: Column<T>, values: readonly string[]) =>
  ({ [column]: values.length === 1 ? values[0] : values }) as CellsWhere<T>; // of one value, an index gives their order

/** Reads of so many values at once. */
async function inSlices<R>(
  values: readonly string[],
  atOnce: number,
  read: (some: readonly string[]) => Promise<R[]>,
): Promise<R[]> {
  const all: R[] = [];
  for (let from = 0; from < values.length; from += atOnce) all.push(...(await read(values.slice(from, from + atOnce))));
  return all;
}

const havingBy =
  (of: RowFinder['of'], atOnce: number): RowFinder['having'] =>
  <T extends TableName, C extends Column<T>>(
    table: T,
    columns: readonly C[],
    column: Column<T>,
    values: readonly string[],
  ) =>
    inSlices(values, atOnce, (some) => of(table, columns, whereIn<T>(column, some)));

/** Finds every row, however many there are: `page` rows, or those of so many values, by one statement. */
export function everyRow({ cells }: Pick<Lists, 'cells'>, page = ROWS_A_STATEMENT): RowFinder {
  const of: RowFinder['of'] = async <T extends TableName, C extends Column<T>>(
    table: T,
    columns: readonly C[],
    where: CellsWhere<T>,
  ) => {
    const all: Pick<Tables[T], C | 'id'>[] = [];
    for (let after = ''; ; ) {
      const rows = await cells(table, columns, where, { after, limit: page });
      all.push(...rows);
      await nextTurn();
      const last = rows.at(-1);
      if (last === undefined || rows.length < page) return all;
      after = last.id;
    }
  };
  const having = havingBy(of, page);
  return { of, having, each: having };
}

/** Finds the newest rows, `most` of each question. */
export function newestRows({ cells, newestCells }: Pick<Lists, 'cells' | 'newestCells'>, most: number): RowFinder {
  const of: RowFinder['of'] = async (table, columns, where) => {
    const rows = await cells(table, columns, where, { descending: true, limit: most });
    await nextTurn();
    return rows;
  };
  const each: RowFinder['each'] = (table, columns, column, values) =>
    inSlices(values, VALUES_A_STATEMENT, async (some) => {
      const rows = await newestCells(table, columns, { column, values: some }, most);
      await nextTurn();
      return rows;
    });
  return { of, having: havingBy(of, Number.POSITIVE_INFINITY), each };
}

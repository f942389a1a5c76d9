import type { TableName, Tables } from '../../book/tables/tables.ts';
import { allOf, allWith } from '../pages.ts';
import type { Reads, Where } from '../ports/store.ts';

/** How the rows are looked for that something is told from. */
export interface RowFinder {
  /** Rows that meet a condition. */
  of<T extends TableName>(table: T, where: Where<T>): Promise<Tables[T][]>;
  /** Rows of which a column has one of these values. */
  having<T extends TableName>(table: T, column: keyof Where<T>, values: readonly string[]): Promise<Tables[T][]>;
}

/** Finds every row, however many there are. */
export const everyRow = (reads: Pick<Reads, 'find'>): RowFinder => ({
  of: (table, where) => allOf(reads, table, where),
  having: (table, column, values) => allWith(reads, table, column, values),
});

/** Finds the newest rows, `most` of each question. */
export function newestRows(reads: Pick<Reads, 'find'>, most: number): RowFinder {
  const of: RowFinder['of'] = (table, where) => reads.find(table, where, { descending: true, limit: most });
  return {
    of,
    having: async <T extends TableName>(table: T, column: keyof Where<T>, values: readonly string[]) =>
      values.length === 0 ? [] : of(table, { [column]: values } as unknown as Where<T>),
  };
}

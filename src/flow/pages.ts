import type { TableName, Tables } from '../book/tables/tables.ts';
import type { Page, Reads, Where } from './ports/store.ts';

/** Rows that one statement reads. */
const PAGE = 500;

/** Whether edited rows are left out in a unit too. */
type Kept<T extends TableName> = Pick<Page<T>, 'leaveOut'>;

/**
 * All rows of a condition in the order of their ids, page by page, however many there are. A page may be short of rows that somebody
 * edited, which a reading outside of a unit leaves out: only an empty one is the last.
 */
export async function* pagesOf<T extends TableName>(
  reads: Pick<Reads, 'find'>,
  table: T,
  where: Where<T>,
  kept: Kept<T> = {},
): AsyncGenerator<Tables[T][]> {
  for (let from = ''; ; ) {
    const page = await reads.find(table, where, { ...kept, from, limit: PAGE });
    const rows = page.filter(({ id }) => id !== from);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    from = last.id;
  }
}

/** The same in one list, for conditions that few rows meet. */
export async function allOf<T extends TableName>(
  reads: Pick<Reads, 'find'>,
  table: T,
  where: Where<T>,
  kept: Kept<T> = {},
): Promise<Tables[T][]> {
  const all: Tables[T][] = [];
  for await (const rows of pagesOf(reads, table, where, kept)) all.push(...rows);
  return all;
}

import type { TableName, Tables } from '../book/tables/tables.ts';
import type { Page, Reads, Where } from './ports/store.ts';

/** Rows that one statement reads. */
const PAGE = 500;

/** Whether edited rows are left out in a unit too. */
type Kept<T extends TableName> = Pick<Page<T>, 'leaveOut'>;

/** What a list is read by, page by page. */
export type ByPage = Pick<Reads, 'find' | 'nthId'>;

/**
 * All rows of a condition in the order of their ids, page by page, however many there are. A page may be short of rows that somebody
 * edited or forged, which a reading outside of a unit leaves out: the next one begins where it ended with them, so that none of these
 * hides another row.
 */
export async function* pagesOf<T extends TableName>(
  reads: ByPage,
  table: T,
  where: Where<T>,
  kept: Kept<T> = {},
): AsyncGenerator<Tables[T][]> {
  for (let from: string | undefined = ''; from !== undefined; ) {
    const begin: string = from;
    const page = await reads.find(table, where, { ...kept, from: begin, limit: PAGE });
    const rows = page.filter(({ id }) => id !== begin);
    if (rows.length > 0) yield rows;
    from = page.length === PAGE ? page.at(-1)?.id : await reads.nthId(table, where, begin, PAGE);
  }
}

/** The same in one list, for conditions that few rows meet. */
export async function allOf<T extends TableName>(
  reads: ByPage,
  table: T,
  where: Where<T>,
  kept: Kept<T> = {},
): Promise<Tables[T][]> {
  const all: Tables[T][] = [];
  for await (const rows of pagesOf(reads, table, where, kept)) all.push(...rows);
  return all;
}

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
 * edited or forged, which a reading outside of a unit leaves out: a whole page of these is passed by, so that none of them hides another
 * row.
 */
export async function* pagesOf<T extends TableName>(
  reads: ByPage,
  table: T,
  where: Where<T>,
  kept: Kept<T> = {},
): AsyncGenerator<Tables[T][]> {
  let [from, yielded] = ['', ''];
  for (;;) {
    // together: most lists end on their first page, and each of the two alone would wait for a server
    const finding = reads.find(table, where, { ...kept, from, limit: PAGE });
    const looking = reads.nthId(table, where, from, PAGE);
    await Promise.allSettled([finding, looking]); // a unit ends behind its last question, whatever the first came to
    const [page, next] = [await finding, await looking];
    const rows = page.filter(({ id }) => id !== yielded);
    const last = rows.at(-1)?.id;
    if (last !== undefined) yield rows;
    if (next === undefined && page.length < PAGE) return;
    if (last !== undefined) [from, yielded] = [last, last];
    else if (next !== undefined) from = next; // a whole page of others ends there
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

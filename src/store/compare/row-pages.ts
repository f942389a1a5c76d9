import { sql } from 'kysely';
import type { ReadOnlyDatabase } from '../read-only-database.ts';
import { FIRST_PAGE, isBehind, nextPage, type PageStart, pageOf } from '../seal/key-pages.ts';
import type { Cells } from '../seal/seals.ts';
import type { Db } from '../tables.ts';

/** A row with its seal, as the table holds it. */
export type SealedRow = Cells & { seal: string };
/** What is read, and in which order: columns of the primary key. */
export interface Ordered {
  table: string;
  key: readonly string[];
}

/**
 * Hands over rows from a place on, in the snapshot that `db` is, up to where the next page may begin in another one.
 * Answers that place, undefined at the end, and `astray` where rows come in another order than that of their key.
 */
export async function takePage<R extends Cells>(
  db: Db,
  { table, key }: Ordered,
  from: PageStart,
  take: (rows: readonly R[]) => unknown,
): Promise<PageStart | 'astray' | undefined> {
  for (let start = from; ; ) {
    const { rows } = await sql<R>`select * from ${sql.table(table)} ${pageOf(key, start)}`.execute(db);
    await take(rows);
    const next = nextPage(key, start, rows);
    if (next && !isBehind(next, start)) return 'astray';
    if (next === undefined || next.skip === 0) return next;
    start = next;
  }
}

/**
 * Hands over every row of a table, a page at a time. `before` runs first and in the same short snapshot, so that what it
 * reads of the journal and the page are of one moment. Between two pages the service may write. Answers false where it had
 * to end early, because the index of the key was filled in another order.
 */
export async function eachPage<R extends Cells = SealedRow>(
  { snapshot }: Pick<ReadOnlyDatabase, 'snapshot'>,
  ordered: Ordered,
  take: (db: Db, rows: readonly R[]) => Promise<void>,
  before?: (db: Db) => Promise<void>,
): Promise<boolean> {
  for (let next: PageStart | undefined = FIRST_PAGE; next; ) {
    const from: PageStart = next;
    const read = await snapshot(async (db) => {
      await before?.(db);
      return takePage<R>(db, ordered, from, (rows) => take(db, rows));
    });
    if (read === 'astray') return false;
    next = read;
  }
  return true;
}

import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../tables.ts';
import { inOrder } from './in-order.ts';
import { runText } from './texts.ts';

/** Rows of one statement where there are many: few sizes, so that few texts are put together and prepared. */
const MANY = 32;
const SOME = 8;

/** The next rows: 32 or 8, or the last ones, of which there are no more than 8. */
function sizeOf(left: number): number {
  if (left >= MANY) return MANY;
  return Math.min(left, SOME);
}

/** A statement but for its values. */
export interface Inserting {
  /** Names all of it. */
  shape: string;
  /** What stands before `values`. */
  insert(): RawBuilder<unknown>;
  /** What stands behind them. */
  end?(): RawBuilder<unknown>;
}

/** Inserts rows whose columns are in one order. Answers once all are in. */
export async function insertMany(
  db: Db,
  { shape, insert, end = () => sql`` }: Inserting,
  rows: readonly (readonly unknown[])[],
): Promise<void> {
  const written: Promise<unknown>[] = [];
  for (let at = 0; at < rows.length; ) {
    const some = rows.slice(at, at + sizeOf(rows.length - at));
    const build = () => sql`${insert()} values ${sql.join(some.map((row) => sql`(${sql.join([...row])})`))} ${end()}`;
    written.push(runText(db, `${shape} ${some.length}`, build, some.flat()));
    at += some.length;
  }
  await inOrder(written);
}

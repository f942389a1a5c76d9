import { sql } from 'kysely';
import { AppError } from '../../errors.ts';
import type { Db } from '../tables.ts';
import { LEAVE_OUT, SHOWN } from './guard.ts';
import { FIRST_PAGE, isBehind, isRow, nextPage, type PageStart, pageOf } from './key-pages.ts';
import { keyOf, SEALED_TABLES, type SealedTable } from './sealed-tables.ts';
import { type Cells, createTableSeal, tableKey } from './seals.ts';

async function sealTable(db: Db, table: SealedTable, rowKey: Uint8Array): Promise<number> {
  const sealOf = createTableSeal(table, tableKey(rowKey, table));
  const key = keyOf(table);
  const [from, columns] = [sql.table(table), sql.join(key.map((column) => sql.id(column)))];
  let count = 0;
  for (let start: PageStart | undefined = FIRST_PAGE; start; ) {
    const page = pageOf(key, start);
    // where the page ends is known by all of its rows, those included that are not authentic
    const all = await sql<Cells>`select ${columns} from ${from} ${page} ${SHOWN}`.execute(db);
    const { rows } = await sql<Cells>`select * from ${from} ${page} ${LEAVE_OUT}`.execute(db);
    for (const row of rows) {
      await sql`update ${from} set "seal" = ${sealOf(row)} where ${isRow(key, row)}`.execute(db);
    }
    count += rows.length;
    const next = nextPage(key, start, all.rows);
    if (next && !isBehind(next, start)) {
      throw new AppError(
        'internal',
        `the rows of ${table} do not come in the order of their key: its index was changed`,
      );
    }
    start = next;
  }
  return count;
}

/**
 * Seals every authentic row under keys from `rowKey`, in the transaction that `db` is; one that is not authentic keeps its
 * seal, and is refused as before. Answers how many were sealed.
 */
export async function sealAnew(db: Db, rowKey: Uint8Array): Promise<number> {
  let count = 0;
  for (const table of SEALED_TABLES) count += await sealTable(db, table, rowKey);
  return count;
}

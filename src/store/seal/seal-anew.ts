import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../tables.ts';
import { LEAVE_OUT, SHOWN } from './guard.ts';
import { SEALED_TABLES, type SealedTable } from './sealed-tables.ts';
import { type Cells, createTableSeal, tableKey } from './seals.ts';

/** Rows read at once. */
const PAGE = 1000;

async function sealTable(db: Db, table: SealedTable, rowKey: Uint8Array): Promise<number> {
  const sealOf = createTableSeal(table, tableKey(rowKey, table));
  const from = sql.table(table);
  let count = 0;
  for (let last: number | null = Number.MIN_SAFE_INTEGER; last !== null; ) {
    const furthest: RawBuilder<{ at: number | null }> = sql`select max("at") as "at" from
      (select rowid as "at" from ${from} where rowid > ${last} order by rowid limit ${PAGE}) ${SHOWN}`;
    const upTo: number | null = (await furthest.execute(db)).rows[0]?.at ?? null;
    const { rows } = await sql<Cells & { at: number }>`select rowid as "at", * from ${from}
      where rowid > ${last} and rowid <= ${upTo} ${LEAVE_OUT}`.execute(db);
    for (const row of rows) {
      await sql`update ${from} set "seal" = ${sealOf(row)} where rowid = ${row.at}`.execute(db);
    }
    count += rows.length;
    last = upTo;
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

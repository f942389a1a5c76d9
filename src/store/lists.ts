import { type RawBuilder, sql } from 'kysely';
import type { PersonRow, TableName, TokenRow, WorkstationRow } from '../flow/model.ts';
import type { Cursor, Lists, Paged } from '../flow/reading/lists.ts';
import { after, type Key, limitOf, paged } from './cursor.ts';
import { searchEntries } from './entries.ts';
import { fold } from './file.ts';
import { createRequestList } from './request-list.ts';
import { all } from './rows.ts';
import type { Db } from './tables.ts';
import { among, contains, covered } from './text.ts';

/** How a list is ordered: by these columns, whose values in a row are its key. The last one is unique. */
interface Order<R> {
  columns: readonly RawBuilder<unknown>[];
  keyOf(row: R): Key;
}
const BY_NAME: Order<PersonRow> = {
  columns: [sql`fold("familyName")`, sql`fold("givenName")`, sql`"id"`],
  keyOf: (p) => [fold(p.familyName) ?? '', fold(p.givenName) ?? '', p.id],
};
const BY_ASSET: Order<WorkstationRow> = { columns: [sql`"assetNumber"`], keyOf: (w) => [w.assetNumber] };
const BY_SERIAL: Order<TokenRow> = { columns: [sql`"id"`], keyOf: (t) => [t.id] };

async function list<R>(
  db: Db,
  table: TableName,
  conditions: readonly RawBuilder<unknown>[],
  { columns, keyOf }: Order<R>,
  page: Cursor,
): Promise<Paged<R>> {
  const where = all([
    ...conditions,
    after(
      columns,
      page,
      columns.map(() => ''),
    ),
  ]);
  const query = sql<R>`select * from ${sql.table(table)} where ${where} order by ${sql.join([...columns])} limit ${limitOf(page) + 1}`;
  return paged((await query.execute(db)).rows, page, keyOf, (row) => row);
}

/** Lists for people, in pages that stay put while rows come and go: a cursor is the sort key of the last row seen. */
export function createLists(db: Db): Lists {
  return {
    requests: createRequestList(db),

    /** By name; people whose data were purged have none and are left out. */
    people: ({ text, service }, page) => {
      const name = sql`"givenName" || ' ' || "familyName"`;
      const columns = [name, sql`"familyName" || ' ' || "givenName"`, sql`"directoryId"`, sql`"email"`];
      const conditions = [
        sql`"familyName" is not null`,
        ...(text ? [contains(columns, text)] : []),
        ...(service ? [covered(sql`"service"`, service)] : []),
      ];
      return list(db, 'person', conditions, BY_NAME, page);
    },

    workstations: ({ text, state }, page) => {
      const conditions = [
        ...(text ? [contains([sql`"assetNumber"`, sql`"model"`, sql`"site"`], text)] : []),
        ...(state ? [among(sql`"state"`, state)] : []),
      ];
      return list(db, 'workstation', conditions, BY_ASSET, page);
    },

    tokens: ({ text, state }, page) => {
      const conditions = [
        ...(text ? [contains([sql`"id"`, sql`"label"`], text)] : []),
        ...(state ? [among(sql`"state"`, state)] : []),
      ];
      return list(db, 'token', conditions, BY_SERIAL, page);
    },

    entries: (filter, page) => searchEntries(db, filter, page),

    received: async () => {
      const sum = sql<{ received: number }>`select coalesce(sum("count"), 0) as "received" from "delivery"`;
      return (await sum.execute(db)).rows[0]?.received ?? 0;
    },
  };
}

import { type RawBuilder, sql } from 'kysely';
import type { PersonRow, TableName, TokenRow, WorkstationRow } from '../../book/tables.ts';
import type { Cursor, Lists, Paged } from '../../flow/reading/lists.ts';
import { all } from '../rows.ts';
import { SHOWN } from '../seal/guard.ts';
import type { Db } from '../tables.ts';
import { createAnomalies } from './anomalies.ts';
import { after, limitOf, type Order, paged } from './cursor.ts';
import { entriesAbout, searchEntries } from './entries.ts';
import { lastUses } from './last-uses.ts';
import { createRequestCount, createRequestList, createServiceList } from './request-list.ts';
import { among, contains, covered } from './text.ts';

const BY_NAME: Order = { columns: [sql`fold("familyName")`, sql`fold("givenName")`, sql`"id"`] };
const BY_ASSET: Order = { columns: [sql`"assetNumber"`, sql`"id"`] };
const BY_SERIAL: Order = { columns: [sql`"id"`] };

/** A page of a table: rows of which the reader may see all that are `seen`, and asks for those that are `wanted`. */
async function list<R extends { id: string }>(
  db: Db,
  table: TableName,
  { seen = [], wanted }: { seen?: readonly RawBuilder<unknown>[]; wanted: readonly RawBuilder<unknown>[] },
  order: Order,
  page: Cursor,
): Promise<Paged<R>> {
  const from = sql.table(table);
  const where = all([...seen, ...wanted, await after(db, from, order, page, seen)]);
  const query = sql<R>`select * from ${from} where ${where} order by ${sql.join([...order.columns])} limit ${limitOf(page) + 1} ${SHOWN}`;
  return paged(
    (await query.execute(db)).rows,
    page,
    (row) => row.id,
    (row) => row,
  );
}

/** Lists for people, in pages that stay put while rows come and go: a cursor names the last row seen. */
export function createLists(db: Db): Lists {
  return {
    requests: createRequestList(db),
    countRequests: createRequestCount(db),
    anomalies: createAnomalies(db),
    services: createServiceList(db),

    /** By name; people whose data were purged have none and are left out. */
    people: ({ text, service }, page) => {
      const name = sql`"givenName" || ' ' || "familyName"`;
      const columns = [name, sql`"familyName" || ' ' || "givenName"`, sql`"directoryId"`, sql`"email"`];
      const seen = [sql`"familyName" is not null`, ...(service ? [covered(sql`"service"`, service)] : [])];
      return list<PersonRow>(db, 'person', { seen, wanted: text ? [contains(columns, text)] : [] }, BY_NAME, page);
    },

    workstations: ({ text, state }, page) => {
      const wanted = [
        ...(text ? [contains([sql`"assetNumber"`, sql`"model"`, sql`"site"`], text)] : []),
        ...(state ? [among(sql`"state"`, state)] : []),
      ];
      return list<WorkstationRow>(db, 'workstation', { wanted }, BY_ASSET, page);
    },

    tokens: ({ text, state }, page) => {
      const wanted = [
        ...(text ? [contains([sql`"id"`, sql`"label"`], text)] : []),
        ...(state ? [among(sql`"state"`, state)] : []),
      ];
      return list<TokenRow>(db, 'token', { wanted }, BY_SERIAL, page);
    },

    entriesAbout: (of) => entriesAbout(db, of),
    lastUses: (grants) => lastUses(db, grants),
    entries: (filter, page) => searchEntries(db, filter, page),

    received: async () => {
      const sum = sql<{ received: number }>`select coalesce(sum("count"), 0) as "received" from "delivery" ${SHOWN}`;
      return (await sum.execute(db)).rows[0]?.received ?? 0;
    },
  };
}

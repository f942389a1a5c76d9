import { type RawBuilder, sql } from 'kysely';
import type { PersonRow, TokenRow, WorkstationRow } from '../../book/tables/tables.ts';
import type { Cursor, Lists, Paged } from '../../flow/reading/lists.ts';
import { amongIds, joinBehind } from '../engine.ts';
import { sizeOf } from '../journal/journal.ts';
import { all } from '../rows.ts';
import { SHOWN } from '../seal/guard.ts';
import { seek } from '../search/texts-sought.ts';
import type { Db } from '../tables.ts';
import { createAnomalies } from './anomalies.ts';
import { type Key, servicesUnder, walk, walkEach } from './branches.ts';
import { after, limitOf, paged } from './cursor.ts';
import { entriesAbout, entryAt, searchEntries } from './entries.ts';
import { lastUses } from './last-uses.ts';
import { createRequestCount, createRequestList, createServiceList } from './request-list.ts';
import { among, covered } from './text.ts';

type Sql = RawBuilder<unknown>;

/** A list that is ordered by these columns of its rows; people by those of their texts, which are without accents. */
interface Listed {
  table: 'person' | 'workstation' | 'token';
  order: readonly [...string[], 'id'];
  text: string | undefined;
  /** What the reader may see of the texts `r`. */
  seen?: readonly Sql[];
  /** What is asked for of the rows `s`, which have the texts. */
  of?: readonly Sql[];
  /** Keys that an index begins with, and goes on with the order: of the rows, or of their texts. */
  keys?: { of: 'rows' | 'texts'; keys: readonly Key[] } | undefined;
}

/** A page of a table: a few found by the index of texts and sorted, or the first of a walk in the list's order. */
async function list<R extends { id: string }>(
  db: Db,
  { table, order, text, seen = [], of = [], keys }: Listed,
  page: Cursor,
): Promise<Paged<R>> {
  const texts = `${table}Text`;
  const ordering = table === 'person' ? texts : table;
  const columns = (alias: string) => order.map((column) => sql.ref(`${alias}.${column}`));
  const by = { columns: [...columns('r').slice(0, -1), sql`"r"."id"`] as const };
  const onward = await after(db, sql`${sql.table(ordering)} as "r"`, by, page, seen);
  const beyond = page.cursor === undefined ? [] : [onward];
  const limit = limitOf(page) + 1;
  const sorted = sql.join(columns('r'));
  const sought = await seek(db, table, text);

  const ids = (): Sql => {
    if (sought?.few) {
      const join = joinBehind(db);
      const rows = sql`${sought.few.from} ${join} ${sql.table(ordering)} as "r" on r."id" = t."id"
        ${join} ${sql.table(table)} as "s" on s."id" = r."id"`;
      return sql`select r."id" from ${rows} where ${all([sought.few.where, ...seen, ...of, ...beyond])}
        order by ${sorted} limit ${limit}`;
    }
    if (keys?.of === 'rows') {
      const where = [...beyond, ...(sought ? [sought.inTextOf(sql`r."id"`)] : [])];
      return walkEach(db, keys.keys, { table, alias: 'r', where, order: sorted, limit });
    }
    const where = [...beyond, ...(sought ? [sought.inText('r')] : [])];
    const texted = { table: sought ? texts : ordering, alias: 'r', where, order: sorted, limit };
    return keys ? walkEach(db, keys.keys, texted) : walk(texted);
  };
  const texted = ordering === table ? sql`` : sql`join ${sql.table(texts)} as "o" on o."id" = x."id"`;
  const query = sql<R>`select x.* from ${sql.table(table)} as "x" ${texted} where ${amongIds(db, sql`x."id"`, ids())}
    order by ${sql.join(columns(ordering === table ? 'x' : 'o'))} limit ${limit} ${SHOWN}`;
  return paged(
    (await query.execute(db)).rows,
    page,
    (row) => row.id,
    (row) => row,
  );
}

/** Of rows in one of these states, where states are asked for. */
function inStates(state: readonly string[] | undefined): Pick<Listed, 'of' | 'keys'> {
  if (!state) return {};
  const keys = { of: 'rows' as const, keys: [{ column: sql`r."state"`, values: state }] };
  return { of: [among(sql`s."state"`, state)], keys };
}

/** Lists for people, in pages that stay put while rows come and go: a cursor names the last row seen. */
export function createLists(db: Db): Lists {
  return {
    requests: createRequestList(db),
    countRequests: createRequestCount(db),
    anomalies: createAnomalies(db),
    services: createServiceList(db),

    /** By name; people whose data were purged have none and are left out. */
    people: async ({ text, service }, page) => {
      const order = ['familyName', 'givenName', 'id'] as const;
      const scopes = [service || '*'].flat();
      if (scopes.includes('*')) return list<PersonRow>(db, { table: 'person', order, text }, page);
      const values = await servicesUnder(db, 'personText', scopes);
      const keys = { of: 'texts' as const, keys: [{ column: sql`r."service"`, values }] };
      const seen = [
        sql`(${sql.join([sql`1 = 0`, ...scopes.map((scope) => covered(sql`r."service"`, scope))], sql` or `)})`,
      ];
      return list<PersonRow>(db, { table: 'person', order, text, seen, keys }, page);
    },

    workstations: ({ text, state }, page) =>
      list<WorkstationRow>(db, { table: 'workstation', order: ['assetNumber', 'id'], text, ...inStates(state) }, page),

    tokens: ({ text, state }, page) =>
      list<TokenRow>(db, { table: 'token', order: ['id'], text, ...inStates(state) }, page),

    entriesAbout: (of) => entriesAbout(db, of),
    lastUses: (grants) => lastUses(db, grants),
    entries: (filter, page) => searchEntries(db, filter, page),
    entry: (seq) => entryAt(db, seq),

    size: () => sizeOf(db),
    received: async () => {
      const sum = sql<{ received: number }>`select coalesce(sum("count"), 0) as "received" from "delivery" ${SHOWN}`;
      return Number((await sum.execute(db)).rows[0]?.received ?? 0);
    },
  };
}

import { type RawBuilder, sql } from 'kysely';
import {
  ABOUT_MOST,
  type AboutSubjects,
  type EntryFilter,
  type EntryItem,
  type FoundEntries,
} from '../../flow/reading/journal/entry-lists.ts';
import type { Cursor } from '../../flow/reading/paging.ts';
import { parseEntry } from '../../journal/entry.ts';
import { amongIds, amongListed, likeAnyCase, unindexed } from '../engine.ts';
import { all } from '../rows.ts';
import { SHOWN } from '../seal/guard.ts';
import { atMost } from '../statements/at-most.ts';
import type { Db } from '../tables.ts';
import { type Key, type Walk, walkEach } from './walk/branches.ts';
import { after, limitOf, type Order, paged } from './walk/cursor.ts';
import { among, pattern } from './walk/text.ts';

type Sql = RawBuilder<unknown>;
const NEWEST_FIRST: Order = { columns: [sql`e."seq"`], descending: true };
const ENTRIES = sql`"journalEntry" as "e"`;
/** Entries left out that are counted at most. */
const LEFT_OUT_MOST = 1000;

/** Of an act that is left out only what was done: somebody who was refused it is what an auditor looks for. */
const isLeftOut = (without: readonly string[]): Sql =>
  sql`(${among(sql`e."action"`, without)} and e."outcome" = 'done')`;

/** A filter, with what is walked by an index. */
type Asked = Omit<EntryFilter, 'any'> & { any: EntryFilter['any'] | undefined };

/** Which of what is walked is asked for: by an index that begins with who acted only where nothing else is walked. */
function conditions(db: Db, { text, from, to, fromEntry, any, without: _, actor, actors, ...exact }: Asked): Sql[] {
  const acted = any ? unindexed(db, sql`e."actor"`) : sql`e."actor"`;
  const given = Object.entries(exact).filter(([, value]) => value !== undefined);
  return [
    ...given.map(([column, value]) => sql`${sql.ref(`e.${column}`)} = ${value}`),
    ...(actor === undefined ? [] : [sql`${acted} = ${actor}`]),
    ...(actors ? [among(acted, actors)] : []),
    ...(from === undefined ? [] : [sql`e."at" >= ${from}`]),
    ...(to === undefined ? [] : [sql`e."at" < ${to}`]),
    ...(fromEntry === undefined ? [] : [sql`e."seq" >= ${fromEntry}`]),
    ...(text ? [sql`e."line" ${likeAnyCase(db)} ${pattern(text.trim())} escape '\\'`] : []),
  ];
}

/** The keys of the indexes that begin with what is looked for; none where nothing is. */
function keysOf({ subjects = [], actors = [], actions = [] }: NonNullable<EntryFilter['any']>): Key[] {
  const keys = [
    { column: sql`e."subject"`, values: subjects },
    { column: sql`e."actor"`, values: actors },
    { column: sql`e."action"`, values: actions },
  ];
  return keys.filter(({ values }) => values.length > 0);
}

/** The numbers of the newest entries that have any of the keys: a walk of its own for each value. */
function ofAny(db: Db, keys: readonly Key[], where: readonly Sql[], limit: number): Sql {
  const branch: Walk = { table: 'journalEntry', alias: 'e', key: 'seq', where, order: sql`e."seq" desc`, limit };
  return sql.join(
    keys.map((key) => walkEach(db, [key], branch)),
    sql` union `,
  );
}

/** How many entries were left out of a page: from where it begins to its last entry. */
async function countLeftOut(db: Db, { any, without = [] }: Asked, where: readonly Sql[], last: number | undefined) {
  const keys = any ? keysOf(any) : [];
  if (any && keys.length === 0) return 0;
  const theirs = keys.map(({ column, values }) => amongListed(db, column, values));
  const looked = [
    ...where,
    ...(theirs.length > 0 ? [sql`(${sql.join(theirs, sql` or `)})`] : []),
    ...(last === undefined ? [] : [sql`e."seq" > ${last}`]),
    sql`e."outcome" = 'done'`,
  ];
  const found = ofAny(db, [{ column: sql`e."action"`, values: without }], looked, LEFT_OUT_MOST);
  const { rows } = await sql<{ n: number }>`select count(*) as "n" from (${found}) as "found"`.execute(db);
  return Math.min(Number(rows[0]?.n ?? 0), LEFT_OUT_MOST);
}

/**
 * Entries of the journal, the newest first; `from` is included, `to` is not. `text` is looked for in the whole line, `any` by
 * the indexes.
 */
export async function searchEntries(db: Db, filter: EntryFilter, page: Cursor): Promise<FoundEntries> {
  const { without, actors } = filter;
  const any = filter.any ?? (actors && { actors });
  const limit = limitOf(page) + 1;
  const beyond = await after(db, ENTRIES, NEWEST_FIRST, page);
  const asked = [...conditions(db, { ...filter, any }), ...(page.cursor === undefined ? [] : [beyond])];
  const where = [...asked, ...(without ? [sql`not ${isLeftOut(without)}`] : [])];
  const keys = any ? keysOf(any) : [];
  const rows = any && keys.length === 0 ? [] : await read(db, keys, where, limit);
  const found = paged(
    rows,
    page,
    (row) => row.seq,
    (row) => parseEntry(row.line),
  );
  if (!without) return found;
  const last = found.next === null ? undefined : found.items.at(-1)?.seq;
  return { ...found, leftOut: await countLeftOut(db, { any, without }, asked, last) };
}

async function read(db: Db, keys: readonly Key[], where: readonly Sql[], limit: number) {
  const which = keys.length > 0 ? amongIds(db, sql`e."seq"`, ofAny(db, keys, where, limit)) : all(where);
  const query = sql<{ seq: number; line: string }>`
    select e."seq", e."line" from ${ENTRIES} where ${which} order by e."seq" desc limit ${atMost(limit)}`;
  return (await query.execute(db)).rows;
}

/** The entry of that number. */
export async function entryAt(db: Db, seq: number): Promise<EntryItem | undefined> {
  const row = await db.selectFrom('journalEntry').select('line').where('seq', '=', seq).executeTakeFirst();
  return row && parseEntry(row.line);
}

/** What others did about some subjects, by some acts: each subject by its index, the newest first. */
export async function entriesAbout(db: Db, { subjects, actions, notBy, since }: AboutSubjects): Promise<EntryItem[]> {
  const rows = await db
    .selectFrom('journalEntry')
    .select('line')
    .where('subject', 'in', [...subjects])
    .where('action', 'in', [...actions])
    .where('outcome', '=', 'done')
    .where('actor', '!=', notBy)
    .where('at', '>=', since)
    .orderBy('seq', 'desc')
    .limit(atMost(ABOUT_MOST))
    .execute();
  return rows.map(({ line }) => parseEntry(line));
}

/** Proposals of a person that somebody else ended, the newest first: own ones by their index, of each its entries by theirs. */
export async function refusedProposals(db: Db, proposerId: string, limit: number): Promise<string[]> {
  const query = sql<{ id: string }>`select p."id" as "id" from "proposal" p
    join "journalEntry" e on e."subject" = 'proposal:' || p."id"
    where p."proposerId" = ${proposerId} and p."state" = 'cancelled' and e."action" = 'dualControl.cancel'
      and e."outcome" = 'done' and e."actor" != ${proposerId}
    order by p."proposedAt" desc, p."id" desc limit ${atMost(limit)} ${SHOWN}`;
  return (await query.execute(db)).rows.map(({ id }) => id);
}

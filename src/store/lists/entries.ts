import { type RawBuilder, sql } from 'kysely';
import type { AboutSubjects, Cursor, EntryFilter, EntryItem, Paged } from '../../flow/reading/lists.ts';
import { parseEntry } from '../../journal/entry.ts';
import { likeAnyCase } from '../engine.ts';
import { all } from '../rows.ts';
import type { Db } from '../tables.ts';
import { after, limitOf, type Order, paged } from './cursor.ts';
import { pattern } from './text.ts';

const NEWEST_FIRST: Order = { columns: [sql`"seq"`], descending: true };

function conditions(db: Db, { text, from, to, ...exact }: EntryFilter): RawBuilder<unknown>[] {
  const given = Object.entries(exact).filter(([, value]) => value !== undefined);
  return [
    ...given.map(([column, value]) => sql`${sql.id(column)} = ${value}`),
    ...(from === undefined ? [] : [sql`"at" >= ${from}`]),
    ...(to === undefined ? [] : [sql`"at" < ${to}`]),
    ...(text ? [sql`"line" ${likeAnyCase(db)} ${pattern(text.trim())} escape '\\'`] : []),
  ];
}

/** Entries of the journal, the newest first; `from` is included, `to` is not. `text` is looked for in the whole line. */
export async function searchEntries(db: Db, filter: EntryFilter, page: Cursor): Promise<Paged<EntryItem>> {
  const rows = await db
    .selectFrom('journalEntry')
    .select(['seq', 'line'])
    .where(sql<boolean>`${all(conditions(db, filter))}`)
    .where(await after(db, sql.table('journalEntry'), NEWEST_FIRST, page))
    .orderBy('seq', 'desc')
    .limit(limitOf(page) + 1)
    .execute();
  return paged(
    rows,
    page,
    (row) => row.seq,
    (row) => parseEntry(row.line),
  );
}

/** Entries that are read at once: more than a page shows, since not each of them tells something. */
const ABOUT_MOST = 200;

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
    .limit(ABOUT_MOST)
    .execute();
  return rows.map(({ line }) => parseEntry(line));
}

import { type RawBuilder, sql } from 'kysely';
import type { Change } from '../../book/tables/lifecycle.ts';
import type { TableName } from '../../book/tables/tables.ts';
import { rebuildWords } from '../engine.ts';
import { SHOWN } from '../seal/guard.ts';
import { atMost } from '../statements/at-most.ts';
import { insertMany } from '../statements/insert-many.ts';
import { runText } from '../statements/texts.ts';
import type { Db } from '../tables.ts';
import { fold } from './fold.ts';

type Sql = RawBuilder<unknown>;

/** Whose rows are searched by text; each has a table `…Text` and the index `…Words` of it (db/sqlite/schema.sql, 14). */
export const SEARCHED = ['person', 'workstation', 'token', 'request'] as const;
export type Searched = (typeof SEARCHED)[number];
const isSearched = (table: TableName): table is Searched => SEARCHED.some((one) => one === table);

export const textTable = (table: Searched): Sql => sql.table(`${table}Text`);
export const wordTable = (table: Searched): Sql => sql.table(`${table}Words`);

/** A row that has a text, with what the text is made from: columns of its own and of the rows that it names. */
type Source = Readonly<Record<string, string | number | null>>;
/** A row's columns are cells; the type of a row has no index by name. */
const sourceOf = (row: { id: string }): Source & { id: string } => row as Source & { id: string };
/** How a row's text is made, and the columns that its list is ordered by. */
interface Made {
  /** Columns of the row that it is made from. */
  of: readonly string[];
  /** Reads sources: all, `where` it holds, by id from `p`, `w`, `t` or `r`. */
  from: Sql;
  columns: Sql;
  id: Sql;
  /** The row beside its id; undefined for one without a text: a person whose data were purged. */
  texts(source: Source): Readonly<Record<string, string | number>> | undefined;
}

/**
 * Two spaces stand before each thing, one before each further word of it: by these a text of one or two characters is found
 * (texts-sought.ts). What is not known has no place.
 */
const things = (...of: (Source[string] | undefined)[]): string =>
  of.map((thing) => (thing === null || thing === undefined ? '' : `  ${thing}`)).join('');
/** The last of all characters. */
const AFTER_ALL = '\u{10ffff}';
/** A name both ways round. */
const nameOf = ({ givenName = null, familyName = null }: Source): (string | null)[] =>
  givenName === null || familyName === null ? [] : [`${givenName} ${familyName}`, `${familyName} ${givenName}`];
const folded = (cell: Source[string] | undefined): string => fold(String(cell ?? ''));

/** A holder as lists have them in order; one whose data were purged, and nobody, comes after all others. */
const holderOf = ({ familyName = null, givenName = null }: Source): string =>
  familyName === null ? AFTER_ALL : `${folded(familyName)} ${folded(givenName)}`;

const MADE: Readonly<Record<Searched, Made>> = {
  person: {
    of: ['service', 'familyName', 'givenName', 'directoryId', 'email'],
    from: sql`"person" as "p"`,
    columns: sql`p."id", p."service", p."familyName", p."givenName", p."directoryId", p."email"`,
    id: sql`p."id"`,
    texts: (of) => {
      const { service = '', familyName, givenName, directoryId, email } = of;
      if (familyName === null) return undefined;
      const text = fold(things(...nameOf(of), directoryId, email));
      return { service: service ?? '', familyName: folded(familyName), givenName: folded(givenName), text };
    },
  },
  workstation: {
    of: ['assetNumber', 'serialNumber', 'model', 'image', 'service', 'site', 'holderId'],
    from: sql`"workstation" as "w" left join "person" as "p" on p."id" = w."holderId"`,
    columns: sql`w."id", w."assetNumber", w."serialNumber", w."model", w."image", w."service", w."site", p."givenName", p."familyName", p."directoryId"`,
    id: sql`w."id"`,
    texts: (of) => {
      const { assetNumber, serialNumber, model, image, service, site, directoryId = null } = of;
      const text = fold(things(assetNumber, serialNumber, model, image, service, site, ...nameOf(of), directoryId));
      return { assetNumber: assetNumber ?? '', text };
    },
  },
  token: {
    of: ['label', 'holderId'],
    from: sql`"token" as "t" left join "person" as "p" on p."id" = t."holderId"`,
    columns: sql`t."id", t."label", p."givenName", p."familyName"`,
    id: sql`t."id"`,
    // the name is for the order alone: a search of tokens finds serials and labels
    texts: (of) => ({ holder: holderOf(of), text: fold(things(of['id'], of['label'])) }),
  },
  request: {
    of: ['number', 'submittedAt', 'service', 'holderId', 'workstationId'],
    from: sql`"request" as "r" left join "person" as "p" on p."id" = r."holderId"
      left join "workstation" as "w" on w."id" = r."workstationId"`,
    columns: sql`r."id", r."number", r."submittedAt", r."service", p."givenName", p."familyName", w."assetNumber"`,
    id: sql`r."id"`,
    texts: (of) => {
      const { submittedAt, service, number, assetNumber } = of;
      const text = fold(things(number, ...nameOf(of), assetNumber));
      return { submittedAt: submittedAt ?? 0, service: service ?? '', holder: holderOf(of), text };
    },
  },
};
/** Columns of other rows that a text is made from, and how the rows that have such a text are found. */
const NAMED_IN = {
  person: {
    of: ['givenName', 'familyName', 'directoryId'],
    by: { request: sql`r."holderId"`, token: sql`t."holderId"`, workstation: sql`w."holderId"` },
  },
  workstation: { of: ['assetNumber'], by: { request: sql`r."workstationId"` } },
} as const;

/** Rows read or written by one statement, well below what a database binds. */
const PAGE = 1000;
function* pages<T>(of: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < of.length; start += PAGE) yield of.slice(start, start + PAGE);
}

/** Writes the texts of these rows, and takes away those of rows that have none. */
async function write(db: Db, table: Searched, sources: readonly Source[]): Promise<void> {
  const made = sources.map((source) => ({ id: String(source['id']), texts: MADE[table].texts(source) }));
  const gone = made.filter(({ texts }) => texts === undefined).map(({ id }) => id);
  await forget(db, table, gone);
  const rows = made.flatMap(({ id, texts }) => (texts ? [{ id, ...texts }] : []));
  const [first] = rows;
  if (!first) return;
  const names = Object.keys(first);
  const others = names.filter((column) => column !== 'id');
  const set = () => sql.join(others.map((column) => sql`${sql.id(column)} = ${sql.ref(`excluded.${column}`)}`));
  const statement = {
    shape: `texts ${table}`,
    insert: () => sql`insert into ${textTable(table)} (${sql.join(names.map((column) => sql.id(column)))})`,
    end: () => sql`on conflict ("id") do update set ${set()}`,
  };
  await insertMany(db, statement, rows.map(Object.values));
}

async function forget(db: Db, table: Searched, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`delete from ${textTable(table)} where "id" in (${sql.join([...ids])})`.execute(db);
}

/** What texts of the rows are made from that have one of these ids in a column: their own, or that of a row that they name. */
async function sources(
  db: Db,
  table: Searched,
  of: { by: Sql; name: string },
  ids: readonly string[],
): Promise<Source[]> {
  const { columns, from } = MADE[table];
  const build = () => sql<Source>`select ${columns} from ${from} where ${of.by} in (${sql.join([...ids])}) ${SHOWN}`;
  return (await runText(db, `sources ${table} ${of.name} ${ids.length}`, build, ids)).rows;
}
const ownId = (table: Searched) => ({ by: MADE[table].id, name: 'id' });

/** Makes the texts of these rows anew, and takes those away whose row is gone or was purged. */
export async function keepTexts(db: Db, table: Searched, ids: readonly string[]): Promise<void> {
  for (const page of pages(ids)) {
    const found = await sources(db, table, ownId(table), page);
    await write(db, table, found);
    const there = new Set(found.map(({ id }) => id));
    await forget(
      db,
      table,
      page.filter((id) => !there.has(id)),
    );
  }
}

/** The same of the requests, tokens and workstations that these people or workstations are named in. */
export async function keepTextsNaming(db: Db, of: 'person' | 'workstation', ids: readonly string[]): Promise<void> {
  const { by }: { by: Partial<Record<Searched, Sql>> } = NAMED_IN[of];
  for (const table of SEARCHED) {
    const column = by[table];
    for (const page of column ? pages(ids) : []) {
      const found = await sources(db, table, { by: column ?? sql``, name: of }, page);
      for (const some of pages(found)) await write(db, table, some);
    }
  }
}

type Rows = Map<Searched, Map<string, Source | undefined>>;

/** Keeps the texts as rows were inserted and updated, within the same transaction. */
export async function keepTextsOf(db: Db, changes: readonly Change[]): Promise<void> {
  const rows: Rows = new Map();
  const named = new Map<'person' | 'workstation', Set<string>>();
  const note = (table: Searched, id: string, source?: Source): void => {
    rows.set(table, (rows.get(table) ?? new Map<string, Source | undefined>()).set(id, source));
  };
  for (const change of changes) {
    const { table } = change;
    if (!isSearched(table)) continue;
    if ('insert' in change) {
      const source = sourceOf(change.insert);
      // what stands in rows that it names is read with it
      const namesOthers = table === 'request' || (table !== 'person' && source['holderId'] !== null);
      note(table, source.id, namesOthers ? undefined : source);
      continue;
    }
    const set = Object.keys(change.set);
    if (set.some((column) => MADE[table].of.includes(column))) note(table, change.id);
    if (table !== 'person' && table !== 'workstation') continue;
    const columns: readonly string[] = NAMED_IN[table].of;
    if (set.some((column) => columns.includes(column))) {
      named.set(table, (named.get(table) ?? new Set()).add(change.id));
    }
  }
  for (const [table, of] of rows) {
    const known = [...of.values()].filter((source) => source !== undefined);
    for (const page of pages(known)) await write(db, table, page);
    await keepTexts(
      db,
      table,
      [...of].filter(([, source]) => !source).map(([id]) => id),
    );
  }
  for (const [table, ids] of named) await keepTextsNaming(db, table, [...ids]);
}

/** Makes all texts and their indexes anew. */
export async function makeAllTexts(db: Db): Promise<void> {
  for (const table of SEARCHED) {
    await rebuildWords(db, table);
    await sql`delete from ${textTable(table)}`.execute(db);
    for (let ids = await idsAfter(db, table, ''); ids.length > 0; ids = await idsAfter(db, table, ids.at(-1) ?? '')) {
      await write(db, table, await sources(db, table, ownId(table), ids));
    }
  }
}

/** Ids of a table's next rows. */
async function idsAfter(db: Db, table: Searched, last: string): Promise<string[]> {
  const next = sql<{
    id: string;
  }>`select "id" from ${sql.table(table)} where "id" > ${last} order by "id" limit ${atMost(PAGE)} ${SHOWN}`;
  return (await next.execute(db)).rows.map(({ id }) => id);
}

/** Whether there are as many texts as rows that have one: somebody who works on the file behind our back may forget them. */
export async function areTextsWhole(db: Db): Promise<boolean> {
  for (const table of SEARCHED) {
    const have = table === 'person' ? sql`"familyName" is not null` : sql`1 = 1`;
    const { rows } = await sql<{ texts: number; rows: number }>`select
      (select count(*) from ${textTable(table)}) as "texts",
      (select count(*) from ${sql.table(table)} where ${have}) as "rows" ${SHOWN}`.execute(db);
    if (Number(rows[0]?.texts) !== Number(rows[0]?.rows)) return false;
  }
  return true;
}

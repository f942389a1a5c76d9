import { type RawBuilder, sql } from 'kysely';
import type { Change } from '../../book/tables/lifecycle.ts';
import type { TableName } from '../../book/tables/tables.ts';
import type { Db } from '../tables.ts';

type Sql = RawBuilder<unknown>;

/** Whose rows are searched by text; each has a table `…Text` and the index `…Words` of it (db/sqlite/schema.sql, 14). */
export const SEARCHED = ['person', 'workstation', 'token', 'request'] as const;
export type Searched = (typeof SEARCHED)[number];
const isSearched = (table: TableName): table is Searched => SEARCHED.some((one) => one === table);

export const textTable = (table: Searched): Sql => sql.table(`${table}Text`);
export const wordTable = (table: Searched): Sql => sql.table(`${table}Words`);

/**
 * How a row's text is made: `columns` by their expressions, of `from`. Two spaces stand before each thing, one before each
 * further word of it: by these a text of one or two characters is found (texts-sought.ts).
 */
interface Made {
  from: Sql;
  /** Where a row is among these, by its alias. */
  id: Sql;
  columns: Readonly<Record<string, Sql>>;
  /** What must hold: a person whose data were purged has no text. */
  where: Sql;
  /** Columns of the row that it is made from. */
  of: readonly string[];
}
const name = sql`coalesce('  ' || p."givenName" || ' ' || p."familyName" || '  ' || p."familyName" || ' ' || p."givenName", '')`;
const MADE: Readonly<Record<Searched, Made>> = {
  person: {
    from: sql`"person" as "p"`,
    id: sql`p."id"`,
    columns: {
      service: sql`p."service"`,
      familyName: sql`fold(p."familyName")`,
      givenName: sql`coalesce(fold(p."givenName"), '')`,
      text: sql`fold(${name} || coalesce('  ' || p."directoryId", '') || coalesce('  ' || p."email", ''))`,
    },
    where: sql`p."familyName" is not null`,
    of: ['service', 'familyName', 'givenName', 'directoryId', 'email'],
  },
  workstation: {
    from: sql`"workstation" as "w"`,
    id: sql`w."id"`,
    columns: {
      assetNumber: sql`w."assetNumber"`,
      text: sql`fold('  ' || w."assetNumber" || '  ' || w."model" || '  ' || w."site")`,
    },
    where: sql`1 = 1`,
    of: ['assetNumber', 'model', 'site'],
  },
  token: {
    from: sql`"token" as "t"`,
    id: sql`t."id"`,
    columns: { text: sql`fold('  ' || t."id" || coalesce('  ' || t."label", ''))` },
    where: sql`1 = 1`,
    of: ['label'],
  },
  request: {
    from: sql`"request" as "r" left join "person" as "p" on p."id" = r."holderId"
      left join "workstation" as "w" on w."id" = r."workstationId"`,
    id: sql`r."id"`,
    columns: {
      submittedAt: sql`r."submittedAt"`,
      text: sql`fold('  ' || r."number" || ${name} || coalesce('  ' || w."assetNumber", ''))`,
    },
    where: sql`1 = 1`,
    of: ['number', 'submittedAt', 'holderId', 'workstationId'],
  },
};
/** Columns of other rows that a request's text is made from, and how its requests are found. */
const OF_REQUESTS = {
  person: { of: ['givenName', 'familyName'], by: sql`r."holderId"` },
  workstation: { of: ['assetNumber'], by: sql`r."workstationId"` },
} as const;

/** Makes the texts of rows anew: those `where` it holds. */
async function make(db: Db, table: Searched, where: Sql): Promise<void> {
  const { from, id, columns, where: always } = MADE[table];
  const names = Object.keys(columns);
  const list = sql.join(names.map((column) => sql.id(column)));
  const set = sql.join(names.map((column) => sql`${sql.id(column)} = ${sql.ref(`excluded.${column}`)}`));
  await sql`insert into ${textTable(table)} ("id", ${list}) select ${id}, ${sql.join(Object.values(columns))} from ${from}
    where ${where} and ${always} on conflict ("id") do update set ${set}`.execute(db);
}

const listed = (ids: readonly string[]): Sql => sql`(select "value" from json_each(${JSON.stringify(ids)}))`;

/** Makes the texts of these rows anew, and takes those away whose row is gone or was purged. */
export async function keepTexts(db: Db, table: Searched, ids: readonly string[]): Promise<void> {
  const { from, id, where } = MADE[table];
  await make(db, table, sql`${id} in ${listed(ids)}`);
  await sql`delete from ${textTable(table)} where "id" in ${listed(ids)}
    and not exists (select 1 from ${from} where ${id} = ${textTable(table)}."id" and ${where})`.execute(db);
}

/** The same of the requests that these people or workstations are named in. */
export async function keepTextsOfRequests(db: Db, of: 'person' | 'workstation', ids: readonly string[]): Promise<void> {
  await make(db, 'request', sql`${OF_REQUESTS[of].by} in ${listed(ids)}`);
}

/** Keeps the texts as rows were inserted and updated, within the same transaction. */
export async function keepTextsOf(db: Db, changes: readonly Change[]): Promise<void> {
  const [inserted, updated, named] = [new Map<Searched, Set<string>>(), new Map<Searched, Set<string>>(), new Map()];
  const note = (map: Map<Searched, Set<string>>, table: Searched, id: string): void => {
    map.set(table, (map.get(table) ?? new Set()).add(id));
  };
  for (const change of changes) {
    const { table } = change;
    if (!isSearched(table)) continue;
    if ('insert' in change) {
      note(inserted, table, (change.insert as { id: string }).id);
      continue;
    }
    const set = Object.keys(change.set);
    if (set.some((column) => MADE[table].of.includes(column))) note(updated, table, change.id);
    if (table !== 'person' && table !== 'workstation') continue;
    const named_ = OF_REQUESTS[table].of as readonly string[];
    if (set.some((column) => named_.includes(column))) note(named, table, change.id);
  }
  for (const [table, ids] of inserted) await make(db, table, sql`${MADE[table].id} in ${listed([...ids])}`);
  for (const [table, ids] of updated) await keepTexts(db, table, [...ids]);
  for (const [table, ids] of named) await keepTextsOfRequests(db, table, [...ids]);
}

/** Makes all texts and their indexes anew. */
export async function makeAllTexts(db: Db): Promise<void> {
  for (const table of SEARCHED) {
    const words = wordTable(table);
    await sql`insert into ${words} (${sql.id(`${table}Words`)}) values ('rebuild')`.execute(db);
    await sql`delete from ${textTable(table)}`.execute(db);
    await make(db, table, sql`1 = 1`);
  }
}

/** Whether there are as many texts as rows that have one: somebody who works on the file behind our back may forget them. */
export async function areTextsWhole(db: Db): Promise<boolean> {
  for (const table of SEARCHED) {
    const { from, where } = MADE[table];
    const source = table === 'request' ? sql.table(table) : from;
    const { rows } = await sql<{ texts: number; rows: number }>`select
      (select count(*) from ${textTable(table)}) as "texts",
      (select count(*) from ${source} where ${where}) as "rows"`.execute(db);
    if (rows[0]?.texts !== rows[0]?.rows) return false;
  }
  return true;
}

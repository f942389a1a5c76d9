import { type RawBuilder, sql } from 'kysely';
import { contains, idsFirst, isPostgres } from '../engine.ts';
import { beginsWith, pattern } from '../lists/walk/text.ts';
import { all } from '../rows.ts';
import { SHOWN } from '../seal/guard.ts';
import { atMost } from '../statements/at-most.ts';
import { LONG } from '../statements/long.ts';
import type { Db } from '../tables.ts';
import { fold } from './fold.ts';
import { type Searched, textTable, wordTable } from './texts-kept.ts';

type Sql = RawBuilder<unknown>;

/**
 * Texts that the index finds at most. What is rarer is found by the index and sorted; what stands in more is met soon by
 * whoever reads the list in its order.
 */
const RARE = 2000;
/** Further characters of a long text narrow nothing down: each text found is looked at. */
const THREES = 30;
/** Words of a text that are looked for one by one. */
const WORDS = 5;

/** What is looked for, and where. */
export interface Sought {
  /** Where few rows have it, these by `t."id"`, in no order: read them, then the rest of a condition. */
  few: { from: Sql; where: Sql } | undefined;
  /** Whether the text of this alias has it. */
  inText(alias: string): Sql;
  /** Whether the text of the row with this id has it. */
  inTextOf(id: Sql): Sql;
}

/** What has to stand in a text, all of it, and the threes of characters by which an index finds that. */
interface Needles {
  needles: readonly [string, ...string[]];
  threes: readonly string[];
}

const threesOf = (needle: string): string[] => {
  const points = [...needle];
  return points.slice(2).map((_, i) => points.slice(i, i + 3).join(''));
};

/**
 * How a text is looked for: whatever its case and accents, anywhere in a name, number or serial. Of two characters it is
 * the beginning of a word, of one the beginning of a name, number or serial. Of several words the first stands anywhere and
 * each further one begins a word, in any order, so that "dup mar" finds Dupont Martine. A word by which the index could find
 * nothing leaves the text as it is: it would be looked for in row after row. Undefined for an empty text.
 */
function needlesOf(text: string): Needles | undefined {
  const folded = fold(text.trim().replaceAll('\0', ''));
  const missing = Math.max(0, 3 - [...folded].length);
  if (missing === 3) return undefined;
  const [first = '', ...others] = folded.split(/\s+/);
  const areFound = [...first].length >= 3 && others.length < WORDS && others.every((word) => [...word].length >= 2);
  const needles: Needles['needles'] = areFound
    ? [first, ...others.map((word) => ` ${word}`)]
    : [' '.repeat(missing) + folded];
  return { needles, threes: [...new Set(needles.flatMap(threesOf))].slice(0, THREES) };
}

/** Texts that have what is sought, by the index of each engine, and how few of them are read: as rows `t`. */
function indexed(db: Db, table: Searched, { needles, threes }: Needles) {
  const texts = textTable(table);
  if (isPostgres(db)) {
    const has = needles.map((needle) => sql`f."text" like ${pattern(needle)}`);
    const rows = sql`${texts} as "f" where ${all(has)}`;
    const ids = sql`select f."id" from ${rows} limit ${atMost(RARE + 1)}`;
    return { rows, from: idsFirst(db, ids, 't'), where: sql`1 = 1` };
  }
  const [words, name] = [wordTable(table), sql.id(`${table}Words`)];
  const match = threes.map((three) => `"${three.replaceAll('"', '""')}"`).join(' AND ');
  return {
    rows: sql`${words} where ${name} match ${match}`,
    from: sql`${words} as "f" cross join ${texts} as "t" on t."place" = f."rowid"`,
    where: sql`f.${name} match ${match} and ${containsAll(db, sql.ref('t.text'), needles)}`,
  };
}

const containsAll = (db: Db, text: Sql, needles: readonly string[]): Sql =>
  sql`(${all(needles.map((needle) => contains(db, text, needle)))})`;

/** The number of a row, with which its text begins: an index has it. */
const NUMBERS: Partial<Record<Searched, string>> = { token: 'id', workstation: 'assetNumber', request: 'number' };
const countOf = (rows: Sql): Sql =>
  sql`(select count(*) from (select 1 from ${rows} limit ${atMost(RARE + 1)}) as "found")`;
/**
 * How many rows have this text, up to one more than the rare. Where people look for the beginning of a number, thousands have each three
 * of its characters, and the index of texts would put together all of them to find some.
 */
function counted(table: Searched, text: string, found: Sql): Sql {
  const number = NUMBERS[table];
  const begin = text.trim().toUpperCase();
  if (number === undefined || !/^[A-Z0-9-]+$/.test(begin)) return countOf(found);
  const begun = countOf(sql`${sql.table(table)} where ${all(beginsWith(sql.id(number), begin))}`);
  return sql`case when ${begun} > ${atMost(RARE)} then ${atMost(RARE + 1)} else ${countOf(found)} end`;
}

/** What is being asked of a database, by what it is about. */
const asking = new WeakMap<Db, Map<string, Promise<boolean>>>();

/**
 * Asks once what is asked by several at the same time: a page's list and its total look for one text. The answer only
 * decides how rows are looked for, so one that was asked for a moment before is as good.
 */
function together(db: Db, about: string, ask: () => Promise<boolean>): Promise<boolean> {
  const asked = asking.get(db) ?? new Map<string, Promise<boolean>>();
  asking.set(db, asked);
  const before = asked.get(about);
  if (before) return before;
  const answer = ask().finally(() => asked.delete(about));
  asked.set(about, answer);
  return answer;
}

/** Looks whether many rows of `table` have this text or few. Undefined for an empty text. */
export async function seek(db: Db, table: Searched, text: string | undefined): Promise<Sought | undefined> {
  const sought = text === undefined ? undefined : needlesOf(text);
  if (text === undefined || !sought) return undefined;
  const { rows: found, ...few } = indexed(db, table, sought);
  const isRare = await together(db, `${table} ${sought.needles.join('\n')}`, async () => {
    const query = sql<{ n: number }>`select ${counted(table, text, found)} as "n" ${LONG} ${SHOWN}`;
    const { rows } = await query.execute(db);
    return Number(rows[0]?.n) <= RARE;
  });
  const inText = (alias: string): Sql => containsAll(db, sql.ref(`${alias}.text`), sought.needles);
  return {
    few: isRare ? few : undefined,
    inText,
    inTextOf: (id) => sql`exists (select 1 from ${textTable(table)} as "t" where t."id" = ${id} and ${inText('t')})`,
  };
}

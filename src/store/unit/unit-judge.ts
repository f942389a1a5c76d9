import { sql } from 'kysely';
import { stepsOf } from '../../book/judge/steps.ts';
import type { View } from '../../book/judge/view.ts';
import { INDEXES, type IndexName, indexesOf, isNewest } from '../../book/tables/indexes.ts';
import type { BookEntry, Cell, Row, Step } from '../../book/tables/row.ts';
import type { TableName, Tables } from '../../book/tables/tables.ts';
import { UNIQUE } from '../../book/tables/unique-values.ts';
import { DAY_MS } from '../../durations.ts';
import type { Reads } from '../../flow/ports/store.ts';
import { takesAccessAway } from '../../flow/urgent.ts';
import { isPostgres, newestFirst } from '../engine.ts';
import { beginOf, foundUnder, keyAt, nameOf, narrowed, whereOf } from '../index-keys.ts';
import { createReads, MOST } from '../rows.ts';
import { keeping, type UnitRows } from '../seal/unit-rows.ts';
import { atMost } from '../statements/at-most.ts';
import { inOrder } from '../statements/in-order.ts';
import type { Db } from '../tables.ts';
import { withoutPersonal } from '../without-personal.ts';
import { createBatchedReads } from './batched-reads.ts';

/** Whether an entry is one that the book allows: the sentence of what is wrong, undefined for nothing. */
export type Judge = (entry: BookEntry, steps: readonly Step[], view: View) => string | undefined;

/** Foreign keys: what bears one names a row that stands. */
const REFERS: Readonly<Record<string, TableName>> = { personId: 'person' };
/** Columns that rise with each row under a key: a row that a repair puts in again is not the newest for that. */
const RISING: Partial<Record<IndexName, string>> = { lastChecklist: 'version', lastCrlOfIssuer: 'number' };
/** Steps of an entry for which habits are read ahead: under each column of many rows they find more than the judge asks for. */
const FEW = 20;
/** By action, the indexes that its judging asked for. */
const HABITS = new Map<string, Set<IndexName>>();
/** The rows that an entry makes. */
const inserted = ({ detail }: Pick<BookEntry, 'detail'>): { table: TableName; id: string }[] =>
  Array.isArray(detail['changes']) ? detail['changes'].filter((change) => 'insert' in change) : [];

/**
 * Asks the book's judge about each entry of a unit of work (one transaction). A row that the judge asks for is read once
 * and kept, and follows what the unit records. Values that may not occur twice (commitments, hashes, numbers) are refused
 * by the tables' own unique indexes.
 */
export function createUnitJudge(judge: Judge, db: Db, unitRows: UnitRows) {
  const plain = createReads(db, 'unit');
  const reads = isPostgres(db) ? keeping(db, plain, unitRows) : plain; // the judge keeps what it reads itself
  /** On a server, one question for what is missing of many rows. */
  const together: Pick<Reads, 'find'> = isPostgres(db) ? createBatchedReads(reads) : reads;
  const rows = new Map<string, Row | undefined>();
  const taken = new Set<string>();
  const answers = new Map<string, readonly Row[]>();
  const counts = new Map<string, number>();
  const revoked = new Map<string, number>();
  /** What the judge asked for and nobody has read yet: how to read it. */
  const missing = new Map<string, () => Promise<void>>();
  /** The rows that the entry makes. */
  const made = new Set<string>();
  let founding: boolean | undefined;

  // what takes access away is judged without rows that somebody edited: a fact that is missing gives nobody a right
  let reading: { leaveOut?: true } = {};

  const keep = (table: TableName, id: string, row: Row | undefined): void => {
    rows.set(`${table}:${id}`, row);
    for (const column of UNIQUE[table] ?? []) if (row?.[column]) taken.add(`${table}.${column} ${row[column]}`);
  };
  const read = async (table: TableName, id: string): Promise<object | undefined> => {
    if (!isPostgres(db) && !reading.leaveOut) return reads.get(table, id);
    const known = isPostgres(db) ? unitRows.get(table, id) : undefined;
    return known ?? (await together.find(table, { id } as never, reading))[0];
  };
  const load = async (table: TableName, id: string): Promise<void> => {
    const row = await read(table, id);
    keep(table, id, row && withoutPersonal(table, row));
  };
  /** What was found under a key, or is among what was found under a part of it. */
  const answer = (index: IndexName, key: readonly Cell[], name: string): readonly Row[] | undefined => {
    const known = answers.get(name);
    if (known) return known;
    const found = narrowed(answers, index, key);
    if (found) answers.set(name, found);
    return found;
  };
  const search = async (index: IndexName, key: readonly Cell[], name: string): Promise<void> => {
    const { table, by } = INDEXES[index];
    const isOfNew = by.some((column, i) => made.has(`${REFERS[column]}:${key[i]}`));
    if (isOfNew) return void answers.set(name, []);
    const found = isNewest(index) ? await newest(index, key) : await every(index, key);
    answers.set(
      name,
      found.map((row) => withoutPersonal(table, row)),
    );
  };
  /** Page by page, however many there are. */
  const every = async (index: IndexName, key: readonly Cell[]): Promise<object[]> => {
    const { table } = INDEXES[index];
    const where = whereOf(index, key);
    let rows = await together.find(table, where, reading);
    const found = [...rows];
    while (rows.length === MOST) {
      rows = await reads.find(table, where, { from: found.at(-1)?.id ?? '', ...reading });
      found.push(...rows.slice(1)); // it begins with the last one
    }
    return found;
  };
  const newest = async (index: IndexName, key: readonly Cell[]): Promise<object[]> => {
    const { table, by } = INDEXES[index];
    const same = by.map((column, i) => sql<boolean>`${sql.ref(column)} = ${key[i]}`);
    const where = same.length > 0 ? sql`where ${sql.join(same, sql` and `)}` : sql``;
    const column = RISING[index];
    const order = column === undefined ? newestFirst(db) : sql`${sql.id(column)} desc`;
    const query = sql<object>`select * from ${sql.table(table)} ${where} order by ${order} limit 1`;
    return (await query.execute(db)).rows;
  };
  const countRows = async (index: IndexName, key: readonly Cell[], name: string): Promise<void> => {
    counts.set(name, await reads.count(INDEXES[index].table, whereOf(index, key)));
  };
  const countRevoked = async (issuerId: string, day: number, name: string): Promise<void> => {
    const of = db.selectFrom('revocation').where('issuerId', '=', issuerId);
    const total = of.select(({ fn }) => fn.max('seq').as('n'));
    const ending = of.where('notAfter', '>=', day * DAY_MS).select(({ fn }) => fn.countAll<number>().as('n'));
    revoked.set(name, Number((await (day === 0 ? total : ending).executeTakeFirst())?.n ?? 0));
  };
  const loadFounding = async (): Promise<void> => {
    const query = db.selectFrom('journalEntry').select('seq').where('actor', '!=', 'system').limit(atMost(1));
    founding = (await query.executeTakeFirst()) === undefined;
  };

  const view = (at: number, clock: number): View => ({
    get: (table, id) => {
      const name = `${table}:${id}`;
      if (!rows.has(name)) missing.set(name, () => load(table, id));
      return rows.get(name);
    },
    find: (index, key) => {
      const name = nameOf(index, key);
      const found = answer(index, key, name);
      if (found === undefined) {
        missing.set(name, () => search(index, key, name));
        note(index, key);
      }
      return found ?? [];
    },
    count: (index, key) => {
      const name = nameOf(index, key);
      const counted = answers.get(name)?.length ?? counts.get(name);
      if (counted === undefined) missing.set(name, () => countRows(index, key, name));
      return counted ?? 0;
    },
    revoked: (issuerId, day) => {
      const name = `${issuerId} ${day}`;
      const counted = revoked.get(name);
      if (counted === undefined) missing.set(name, () => countRevoked(issuerId, day, name));
      return counted ?? 0;
    },
    // only rows that were read here are looked at: the tables' unique indexes refuse a value that another row has
    isNew: (column, value) => !taken.has(`${column} ${value}`),
    founding: () => {
      if (founding === undefined) missing.set('founding', loadFounding);
      return founding ?? false;
    },
    clock: () => ({ earliest: Math.min(clock, at), latest: at }),
  });

  const readMissing = async (): Promise<void> => {
    const reads = [...missing.values()];
    missing.clear();
    await inOrder(reads.map((read) => read()));
  };
  /** Asks until everything that it needs was read: an answer counts only where nothing was missing. */
  const ask = async <R>(question: () => R): Promise<R> => {
    for (;;) {
      try {
        const answer = question();
        if (missing.size === 0) return answer;
      } catch (error) {
        if (missing.size === 0) throw error; // else it may have run into what is not there yet
      }
      await readMissing();
    }
  };

  let written: readonly Step[] = [];
  let asked = new Set<IndexName>();
  /** Remembers which index the act asks for under the columns of a row that it writes. */
  const note = (index: IndexName, key: readonly Cell[]): void => {
    if (written.some(({ after }) => String(keyAt(index, after)) === String(key))) asked.add(index);
  };
  /** Reads what acts of this name asked for before: the judge begins anew for each thing that is missing. */
  const readHabits = async (action: string, steps: readonly Step[]): Promise<void> => {
    written = steps.length > FEW ? [] : steps;
    if (written.length === 0) return;
    asked = HABITS.get(action) ?? new Set();
    HABITS.set(action, asked);
    const keys = [...asked].flatMap((index) => steps.map(({ after }) => ({ index, key: keyAt(index, after) })));
    const reads = new Map<string, () => Promise<void>>();
    for (const { index, key } of keys) {
      const name = key && nameOf(index, key);
      if (key && name && !answer(index, key, name)) reads.set(name, () => search(index, key, name));
    }
    await inOrder([...reads.values()].map((read) => read()));
  };

  /** What nearly every act is judged by: who does it. */
  const loadActor = async (actor: string): Promise<void> => {
    if (actor === 'system') return;
    const tables = (['account', 'person'] as const).filter((table) => !rows.has(`${table}:${actor}`));
    const name = nameOf('grantsOfPerson', [actor]);
    await inOrder([
      ...tables.map((table) => load(table, actor)),
      ...(answers.has(name) ? [] : [search('grantsOfPerson', [actor], name)]),
    ]);
  };

  /** A row that the unit has read itself. */
  const learn = (table: TableName, id: string, row: object | undefined): void => {
    if (!rows.has(`${table}:${id}`)) keep(table, id, row && withoutPersonal(table, row));
  };
  /** All rows of a condition that the unit has found itself: those of an index, where it asks for the same, or for some of its keys. */
  const learnFound = <T extends TableName>(table: T, where: object, found: readonly Tables[T][]): void => {
    for (const row of found) learn(table, row.id, row);
    const { id, ...more } = where as { id?: unknown };
    if (typeof id === 'string' && Object.keys(more).length === 0) learn(table, id, found[0]);
    if (found.length >= MOST) return;
    const plain = found.map((row) => withoutPersonal(table, row));
    for (const index of indexesOf(table))
      for (const [key, rows] of foundUnder(index, where, plain)) answers.set(nameOf(index, key), rows);
  };

  return {
    learn,
    learnFound,
    /** Reads what the entry will be judged by, as far as it is known before. */
    async readAhead(entry: Omit<BookEntry, 'seq' | 'at'>): Promise<void> {
      reading = takesAccessAway(entry) ? { leaveOut: true } : {};
      // a row that is made is taken for new: where it is not, its primary key refuses it
      made.clear();
      for (const { table, id } of inserted(entry)) {
        learn(table, id, undefined);
        if (!rows.get(`${table}:${id}`)) made.add(`${table}:${id}`);
      }
      if (!isPostgres(db)) return loadActor(entry.actor); // on SQLite nothing is won by asking for things together
      const steps = stepsOf(entry, view(0, 0).get);
      const isWhole = missing.size === 0 && typeof steps !== 'string';
      await inOrder([loadActor(entry.actor), isWhole ? readHabits(entry.action, steps) : readMissing()]);
    },
    /** What is wrong with an entry that was read ahead, before its changes are applied. `at`: its time; `now`: what the clock says; epoch ms. */
    async wrong(entry: BookEntry, { at, now }: { at: number; now: number }): Promise<string | undefined> {
      const before = view(at, now);
      const steps = await ask(() => stepsOf(entry, before.get));
      if (typeof steps === 'string') return steps;
      await readHabits(entry.action, steps);
      const sentence = await ask(() => judge(entry, steps, before));
      if (sentence === undefined) follow(steps, entry.actor);
      return sentence;
    },
  };

  /** What an index answers under this key is another thing now; without one: under every key. */
  function forgetAnswers(index: IndexName, key: readonly Cell[] | undefined): void {
    const name = key && nameOf(index, key);
    for (const found of [answers, counts]) {
      if (name !== undefined) found.delete(name);
      else for (const other of found.keys()) if (other.startsWith(beginOf(index))) found.delete(other);
    }
  }

  /** The entry is made: the rows stand as it leaves them. */
  function follow(steps: readonly Step[], actor: string): void {
    if (actor !== 'system') founding = false;
    for (const { table, id, after } of steps) keep(table, id, withoutPersonal(table, after));
    revoked.clear();
    for (const { table, before, after } of steps) {
      for (const index of indexesOf(table)) {
        // where the row stood, and where it stands
        for (const row of before ? [before, after] : [after]) forgetAnswers(index, keyAt(index, row));
      }
    }
  }
}

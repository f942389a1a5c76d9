import { COLUMNS } from '../../../src/book/tables/columns.ts';
import type { Entry } from '../../../src/journal/entry.ts';
import { changesOf, type JsonChange, type JsonRow } from '../../../src/journal/entry-changes.ts';
import { grouped } from '../grouped.ts';
import { type Random, randomOf } from '../random.ts';
import { actOf } from './acts.ts';
import { createPools, type Pools } from './mutation-pools.ts';

/** What is done to one entry of an honest journal. */
export const KINDS = [
  'drop',
  'move',
  'actor',
  'actor everywhere in it',
  'role',
  'act',
  'outcome',
  'subject',
  'detail',
  'detail left out',
  'column',
  'column left out',
  'column added',
  'state before',
  'another row',
  'change left out',
  'row added',
  'used again',
  'used again with new ids',
] as const;
export type Kind = (typeof KINDS)[number];
/** Most of what an entry says are columns. */
const WEIGHTS: Readonly<Partial<Record<Kind, number>>> = { column: 6, 'column left out': 2, 'change left out': 2 };
const CHOICES = KINDS.flatMap((kind) => Array.from({ length: WEIGHTS[kind] ?? 1 }, () => kind));

export interface Mutation {
  kind: Kind;
  /** The act of the entry that was changed (acts.ts), and the entry itself. */
  act: string;
  before: Entry;
  /** What stands in its place; undefined where it was dropped. */
  after: Entry | undefined;
  /** `table.column`, `detail.name`: what of it was changed, where it is that small. */
  what: string;
  /** The first place at which the journal differs. */
  seq: number;
  /** Where the entry stands now: for `move` and `used again`. */
  to?: number;
  /** The whole journal, numbered anew. */
  entries: Entry[];
}

type Edited = { after: Entry; what: string };
type Edit = (entry: Entry, pools: Pools, random: Random) => Edited | undefined;

const withChanges = (entry: Entry, changes: readonly JsonChange[]): Entry => ({
  ...entry,
  detail: { ...entry.detail, changes: [...changes] },
});
const rowOf = (change: JsonChange): JsonRow => ('insert' in change ? change.insert : change.set);
const withRow = (change: JsonChange, row: JsonRow): JsonChange =>
  'insert' in change ? { ...change, insert: row } : { ...change, set: row };
const replaced = <T>(items: readonly T[], at: number, item: T): T[] => items.map((one, i) => (i === at ? item : one));

/** One of the entry's changes, and the entry with another in its place. */
function editChange(
  entry: Entry,
  random: Random,
  edit: (change: JsonChange) => { change: JsonChange; what: string } | undefined,
): Edited | undefined {
  const changes = changesOf(entry);
  const at = random.below(changes.length);
  const change = changes[at];
  const made = change && edit(change);
  return made && { after: withChanges(entry, replaced(changes, at, made.change)), what: made.what };
}

const editDetail = (
  entry: Entry,
  random: Random,
  edit: (name: string, value: unknown) => Record<string, unknown> | undefined,
): Edited | undefined => {
  const { changes: _, ...said } = entry.detail;
  const name = random.among(Object.keys(said));
  if (name === undefined) return undefined;
  const { [name]: __, ...rest } = entry.detail;
  const set = edit(name, said[name]);
  return set && { after: { ...entry, detail: { ...rest, ...set } }, what: `detail.${name}` };
};

/** What a person is called in one entry becomes another's name. */
function renamed(entry: Entry, from: string, to: string): Entry {
  const text = JSON.stringify(entry).replaceAll(JSON.stringify(from), JSON.stringify(to));
  return { ...(JSON.parse(text) as Entry), actor: to };
}

const EDITS: Readonly<Record<Exclude<Kind, 'drop' | 'move' | 'used again' | 'used again with new ids'>, Edit>> = {
  actor: (entry, pools, random) => {
    const actor = random.other(pools.actors, entry.actor);
    return actor === undefined ? undefined : { after: { ...entry, actor }, what: 'actor' };
  },
  'actor everywhere in it': (entry, pools, random) => {
    const actor = random.other(pools.actors, entry.actor);
    return actor === undefined ? undefined : { after: renamed(entry, entry.actor, actor), what: 'actor' };
  },
  role: (entry, pools, random) => {
    const role = random.other(pools.roles, entry.role);
    return role === undefined ? undefined : { after: { ...entry, role }, what: 'role' };
  },
  act: (entry, pools, random) => {
    const action = random.other(pools.actions, entry.action);
    return action === undefined ? undefined : { after: { ...entry, action }, what: 'action' };
  },
  outcome: (entry, _, random) => {
    const outcome = random.other(['done', 'refused', 'failed'] as const, entry.outcome);
    return outcome === undefined ? undefined : { after: { ...entry, outcome }, what: 'outcome' };
  },
  subject: (entry, pools, random) => {
    const subject = random.other(pools.subjects(entry.subject), entry.subject);
    return subject === undefined ? undefined : { after: { ...entry, subject }, what: 'subject' };
  },
  detail: (entry, pools, random) =>
    editDetail(entry, random, (name, value) => {
      const other = random.other(pools.details(name, value), value);
      return other === undefined ? undefined : { [name]: other };
    }),
  'detail left out': (entry, _, random) => editDetail(entry, random, () => ({})),
  column: (entry, pools, random) =>
    editChange(entry, random, (change) => {
      const column = random.among(Object.keys(rowOf(change)));
      if (column === undefined) return undefined;
      const value = random.other(pools.values(change.table, column, random), rowOf(change)[column] ?? null);
      if (value === undefined) return undefined;
      return { change: withRow(change, { ...rowOf(change), [column]: value }), what: `${change.table}.${column}` };
    }),
  'column left out': (entry, _, random) =>
    editChange(entry, random, (change) => {
      const column = random.among(Object.keys(rowOf(change)));
      if (column === undefined) return undefined;
      const { [column]: __, ...row } = rowOf(change);
      return { change: withRow(change, row), what: `${change.table}.${column}` };
    }),
  'column added': (entry, pools, random) =>
    editChange(entry, random, (change) => {
      if ('insert' in change) return undefined; // it has all of them
      const columns: readonly string[] = Object.keys(COLUMNS[change.table as keyof typeof COLUMNS] ?? {});
      const column = random.among(columns.filter((name) => name !== 'id' && !Object.hasOwn(change.set, name)));
      const value = column && random.among(pools.values(change.table, column, random));
      if (column === undefined || value === undefined) return undefined;
      return { change: { ...change, set: { ...change.set, [column]: value } }, what: `${change.table}.${column}` };
    }),
  'state before': (entry, pools, random) =>
    editChange(entry, random, (change) => {
      if ('insert' in change || change.from === undefined) return undefined;
      const states = pools.values(change.table, 'state', random).filter((state) => typeof state === 'string');
      const from = random.other(states, change.from);
      return from === undefined ? undefined : { change: { ...change, from }, what: `${change.table}.from` };
    }),
  'another row': (entry, pools, random) =>
    editChange(entry, random, (change) => {
      const id = random.other(pools.ids(change.table), change.id);
      if (id === undefined) return undefined;
      const row = 'insert' in change ? { ...change.insert, id } : change.set;
      return { change: { ...withRow(change, row), id }, what: `${change.table}.id` };
    }),
  'change left out': (entry, _, random) => {
    const changes = changesOf(entry);
    const at = random.below(changes.length);
    const { table } = changes[at] ?? {};
    return table === undefined ? undefined : { after: withChanges(entry, changes.toSpliced(at, 1)), what: table };
  },
  'row added': (entry, pools, random) => {
    const row = random.among(pools.inserts);
    if (!row) return undefined;
    const id = pools.freshId(row.id, random);
    const added: JsonChange = { ...row, id, insert: { ...row.insert, id } };
    return { after: withChanges(entry, [...changesOf(entry), added]), what: row.table };
  },
};

/** The rows that it makes are made under new ids; what it changes stays out. */
function anew(entry: Entry, pools: Pools, random: Random): Entry {
  const made = changesOf(entry).filter((change) => 'insert' in change);
  const text = made.reduce(
    (json, { id }) => json.replaceAll(JSON.stringify(id), JSON.stringify(pools.freshId(id, random))),
    JSON.stringify(made.length > 0 ? withChanges(entry, made) : entry),
  );
  return JSON.parse(text) as Entry;
}

/** Numbers entries anew; the one that came to another place takes the time of the one before it. */
const numbered = (entries: readonly Entry[]): Entry[] =>
  entries.map((entry, seq) => (entry.seq === seq ? entry : { ...entry, seq }));

/** A generator of mutations of one journal: each changes one thing in one entry, and is another for each number drawn. */
export function createMutations(journal: readonly Entry[], seed: number) {
  const pools = createPools(journal);
  const random = randomOf(seed);
  /** Acts that come often are not looked at more often than others: a journal has a seal for each day. */
  const byAct = grouped(journal.slice(0, -1), actOf); // the last is the export's own
  const acts = [...byAct.keys()];
  const pick = (): Entry | undefined => random.among(byAct.get(random.among(acts) ?? '') ?? []);

  const placed = (entry: Entry, to: number, others: readonly Entry[]): Entry[] => {
    const at = others[to - 1]?.at ?? others[to]?.at ?? entry.at;
    return numbered(others.toSpliced(to, 0, { ...entry, at, seq: -1 }));
  };

  const attempt = (kind: Kind): Mutation | undefined => {
    const before = pick();
    if (!before) return undefined;
    const about = { kind, act: actOf(before), before };
    const { seq } = before;
    if (kind === 'drop') {
      const entries = numbered(journal.toSpliced(seq, 1));
      return { ...about, after: undefined, what: 'entry', seq, entries };
    }
    if (kind === 'move') {
      const to = random.below(journal.length - 1);
      if (to === seq) return undefined;
      const entries = placed(before, to, journal.toSpliced(seq, 1));
      return { ...about, after: entries[to], what: 'entry', seq: Math.min(seq, to), to, entries };
    }
    if (kind === 'used again' || kind === 'used again with new ids') {
      const to = seq + 1 + random.below(journal.length - 1 - seq);
      const entries = placed(kind === 'used again' ? before : anew(before, pools, random), to, journal);
      return { ...about, after: entries[to], what: 'entry', seq: to, to, entries };
    }
    const edited = EDITS[kind](before, pools, random);
    if (!edited || same(edited.after, before)) return undefined;
    return { ...about, ...edited, seq, entries: replaced(journal, seq, edited.after) };
  };

  return {
    /** The next mutation; of a kind that does not fit the entry that was picked, another is tried. */
    next(): Mutation {
      for (;;) {
        const made = attempt(random.among(CHOICES) ?? 'column');
        if (made) return made;
      }
    },
  };
}
const same = (a: Entry, b: Entry): boolean => JSON.stringify(a) === JSON.stringify(b);

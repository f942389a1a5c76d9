import { canTransition, INITIAL, type Stateful } from '../../book/lifecycle.ts';
import type { TableName } from '../../book/tables.ts';
import { changesOf, type JsonChange, type JsonRow, type JsonValue } from '../../journal/carried.ts';
import { type Entry, parseEntry } from '../../journal/entry.ts';
import { broken } from '../../journal/fault.ts';

/** A row as the journal tells it: personal columns are commitments. */
export type Replayed = JsonRow;

/** One change of a row that a step made: how it stood before (undefined when it is new) and how it stands now. */
export interface Step {
  table: TableName;
  id: string;
  before: Replayed | undefined;
  after: Replayed;
  /** All that the entry says of the row, of columns too that are not kept. */
  said: Replayed;
}

// every table by name, so that a change of another one is refused
const TABLES: Readonly<Record<TableName, true>> = {
  person: true,
  account: true,
  grant: true,
  proposal: true,
  apiToken: true,
  workstation: true,
  checkItem: true,
  request: true,
  approval: true,
  delivery: true,
  token: true,
  job: true,
  certificate: true,
  handover: true,
  letter: true,
  authority: true,
  crl: true,
  setting: true,
};
export const TABLE_NAMES = Object.keys(TABLES) as TableName[];
const isTable = (name: string): name is TableName => Object.hasOwn(TABLES, name);
const isStateful = (name: TableName): name is Stateful => Object.hasOwn(INITIAL, name);

/** Which columns a replay keeps of a table; undefined keeps all of them. */
export type Kept = Readonly<Partial<Record<TableName, readonly string[]>>>;

/**
 * Rebuilds the rows from entries, one after another. Attacker-controlled: `apply` answers the steps made, or the
 * sentence of what cannot be: a row that is new twice or lacks a column that is kept, a change of an unknown row, a step the lifecycle does not have.
 */
export function createReplay(kept?: Kept) {
  const tables = new Map(TABLE_NAMES.map((name) => [name, new Map<string, Replayed>()]));
  const rows = (table: TableName): Map<string, Replayed> => tables.get(table) ?? new Map();
  const slim = (table: TableName, row: JsonRow): Replayed => {
    const columns = kept && (kept[table] ?? []);
    return columns
      ? Object.fromEntries(columns.filter((c) => Object.hasOwn(row, c)).map((c) => [c, row[c] ?? null]))
      : row;
  };

  const insert = (table: TableName, id: string, row: JsonRow): Step | string => {
    if (rows(table).has(id)) return `${table} ${id} is made twice`;
    if (row['id'] !== id) return `${table} ${id} is made under another id`;
    if (isStateful(table) && !(INITIAL[table] as readonly unknown[]).includes(row['state'])) {
      return `a new ${table} cannot begin as ${text(row['state'])}`;
    }
    const missing = kept?.[table]?.find((column) => !Object.hasOwn(row, column));
    if (missing !== undefined) return `${table} ${id} is made without its ${missing}`;
    const after = slim(table, row);
    rows(table).set(id, after);
    return { table, id, before: undefined, after, said: row };
  };

  const update = (table: TableName, id: string, change: JsonChange & { set: JsonRow }): Step | string => {
    const before = rows(table).get(id);
    if (!before) return `${table} ${id} is changed before it was made`;
    const wrong = isStateful(table) ? wrongStep(table, id, before, change) : undefined;
    if (wrong ?? Object.hasOwn(change.set, 'id')) return wrong ?? `${table} ${id} is given another id`;
    const after = { ...before, ...slim(table, change.set) };
    rows(table).set(id, after);
    return { table, id, before, after, said: change.set };
  };

  return {
    rows,
    apply(entry: Entry): Step[] | string {
      const steps: Step[] = [];
      for (const change of changesOf(entry)) {
        const { table, id } = change;
        if (!isTable(table)) return `there is no table ${table}`;
        const step = 'insert' in change ? insert(table, id, change.insert) : update(table, id, change);
        if (typeof step === 'string') return step;
        steps.push(step);
      }
      return steps;
    },
  };
}

const text = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : 'nothing');

/** A state changes along the lifecycle table, from the state that it had. */
function wrongStep(
  table: Stateful,
  id: string,
  before: Replayed,
  change: JsonChange & { set: JsonRow; from?: string },
): string | undefined {
  const had = text(before['state']);
  if (!Object.hasOwn(change.set, 'state')) {
    return change.from === undefined ? undefined : `${table} ${id} leaves ${change.from} for nothing`;
  }
  const to = text(change.set['state']);
  if (change.from !== had) return `${table} ${id} is ${had}, the entry says ${change.from ?? 'nothing'}`;
  return canTransition(table, had, to) ? undefined : `${table} ${id} cannot go from ${had} to ${to}`;
}

/**
 * Every row that a journal's lines tell of, by table and id (invariant 4). Throws `journal_broken` for a line that is no
 * entry, or that cannot follow on those before it.
 */
export async function replay(
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<Map<TableName, Map<string, Replayed>>> {
  const state = createReplay();
  for await (const line of lines) {
    const entry = parseEntry(line);
    const steps = state.apply(entry);
    if (typeof steps === 'string') throw broken('rules', entry.seq, steps);
  }
  return new Map(TABLE_NAMES.map((name) => [name, state.rows(name)]));
}

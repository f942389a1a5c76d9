import { COLUMNS } from '../../../src/book/tables/columns.ts';
import type { Entry } from '../../../src/journal/entry.ts';
import { changesOf, type JsonChange, type JsonRow, type JsonValue } from '../../../src/journal/entry-changes.ts';
import type { Random } from '../random.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Values without repetition, by a name. */
function createPool<T>() {
  const pools = new Map<string, Map<string, T>>();
  return {
    add(name: string, value: T): void {
      const pool = pools.get(name) ?? new Map<string, T>();
      pool.set(JSON.stringify(value), value);
      pools.set(name, pool);
    },
    all: (name: string): T[] => [...(pools.get(name)?.values() ?? [])],
  };
}

/** What a column holds: an id of the same table is the same wherever it stands. */
function kindOf(table: string, column: string): string {
  const columns: Readonly<Record<string, string>> = COLUMNS[table as keyof typeof COLUMNS] ?? {};
  const kind = columns[column] ?? 'none';
  if (kind === 'id') return table === 'account' ? 'ref:person' : `ref:${table}`;
  return ['state', 'code', 'number', 'day', 'year', 'flag'].includes(kind) ? `${table}.${column}` : kind;
}

/** What occurs in a journal: other values for whatever an entry says. */
export function createPools(journal: readonly Entry[]) {
  const columns = createPool<JsonValue>();
  const kinds = createPool<JsonValue>();
  const details = createPool<unknown>();
  const subjects = createPool<string>();
  const ids = createPool<string>();
  const [actors, roles, actions] = [new Set<string>(['system']), new Set<string>(), new Set<string>()];
  const inserts: (JsonChange & { insert: JsonRow })[] = [];
  for (const entry of journal) {
    roles.add(entry.role);
    actions.add(entry.action);
    subjects.add(entry.subject.split(':', 1)[0] ?? '', entry.subject);
    for (const [name, value] of Object.entries(entry.detail)) if (name !== 'changes') details.add(name, value);
    for (const change of changesOf(entry)) {
      ids.add(change.table, change.id);
      if (change.table === 'person') actors.add(change.id);
      if ('insert' in change) inserts.push(change);
      for (const [column, value] of Object.entries('insert' in change ? change.insert : change.set)) {
        columns.add(`${change.table}.${column}`, value);
        if (value !== null) kinds.add(kindOf(change.table, column), value);
      }
    }
  }
  return {
    actors: [...actors],
    roles: [...roles],
    actions: [...actions],
    inserts,
    ids: ids.all,
    /** Subjects of the same table. */
    subjects: (subject: string): string[] => subjects.all(subject.split(':', 1)[0] ?? ''),
    /** What the detail says elsewhere under this name; a number is one more, and a flag the other one, where it says nothing else. */
    details: (name: string, value: unknown): unknown[] => {
      if (typeof value === 'number') return [...details.all(name), value + 1];
      return typeof value === 'boolean' ? [true, false] : details.all(name);
    },
    /** What occurs in this column, or in a column of the same kind. */
    values: (table: string, column: string, random: Random): JsonValue[] => {
      const own = columns.all(`${table}.${column}`);
      const alike = kinds.all(kindOf(table, column));
      return random.below(2) === 0 && own.length > 1 ? own : [...alike, null];
    },
    /** A new id of the form that this one has. */
    freshId: (like: string, random: Random): string => {
      const letters = /^[0-9A-HJKMNP-TV-Z]{26}$/.test(like) ? ALPHABET : '0123456789abcdef';
      return Array.from(like, (c) => (/[\w]/.test(c) ? (letters[random.below(letters.length)] ?? c) : c)).join('');
    },
  };
}
export type Pools = ReturnType<typeof createPools>;

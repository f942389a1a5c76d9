import type { ActRule, Named } from './language.ts';
import type { TableName } from './tables.ts';
import type { IndexName, View } from './view.ts';

/** A value as an entry shows it: in clear, or as the commitment that stands for personal data. */
export type Cell = string | number | boolean | null | { commitment: string };
export type Row = Readonly<Record<string, Cell>>;

/** An entry as far as the book judges it. */
export interface BookEntry {
  seq: number;
  /** RFC 3339, UTC. */
  at: string;
  actor: string;
  role: string;
  action: string;
  subject: string;
  outcome: 'done' | 'refused' | 'failed';
  detail: Readonly<Record<string, unknown>>;
}
/** One row that an entry changes: its values before, what the entry says, and its values after. */
export interface Step {
  table: TableName;
  id: string;
  /** Undefined for a new row. */
  before: Row | undefined;
  said: Row;
  after: Row;
}

export const isCommitment = (value: unknown): value is { commitment: string } =>
  typeof value === 'object' && value !== null && 'commitment' in value;

/** A column's text; null for what is none. */
export function textOf(row: Row | undefined, column: string): string | null {
  const value = row?.[column];
  return typeof value === 'string' ? value : null;
}

/** What an act's sources and conditions look at: the entry, the rows that stood before it, and those that it writes. */
export interface Scene {
  readonly entry: BookEntry;
  readonly steps: readonly Step[];
  /** The part of the subject after its colon; empty for a word alone. */
  readonly subjectId: string;
  /** What the clock can have said, epoch milliseconds: one moment, but for a clock that stepped back. */
  readonly clock: { earliest: number; latest: number };
  /** A row as it stood before the entry. */
  get(table: TableName, id: string): Row | undefined;
  /** The rows that stood in an index before the entry. */
  find(index: IndexName, ...key: readonly Cell[]): readonly Row[];
  /** How many rows stood in an index before the entry. */
  count(index: IndexName, ...key: readonly Cell[]): number;
  /** How many certificates of an issuer were revoked before the entry, of those that end on this day or later. */
  revoked(issuerId: string, day: number): number;
  /** Whether the row, which is not over, was made before the service last started. */
  interrupted(table: 'job' | 'certificate', id: string): boolean;
  /** A row as it stands after the entry. */
  later(table: TableName, id: string): Row | undefined;
  /** The rows that stand in an index after the entry. */
  findLater(index: IndexName, ...key: readonly Cell[]): readonly Row[];
  /** The row of a name: the subject's by its table, one of `named`, or the one that is being written. */
  row(name: string): Row | undefined;
  /** `name.column` of a row as it stood. */
  value(path: string): Cell | undefined;
  /** `name.column` of a row that the entry writes, as it is afterwards. */
  written(path: string): Cell | undefined;
  /** The same for every row that the entry writes under the table's name. */
  writtenOf(table: TableName): readonly Step[];
  /** Whether the value never occurred in the column before. */
  isNew(column: string, value: string): boolean;
  /** Nobody but the service has acted yet. */
  founding(): boolean;
  /** The same scene with a row bound to a name. */
  with(name: string, step: Step): Scene;
}

const split = (path: string): [string, string] => {
  const dot = path.lastIndexOf('.');
  return [path.slice(0, dot), path.slice(dot + 1)];
};

/** The scene of an entry under its act. `view` answers how the rows stood before it; `after` how they stand then. */
export function createScene(
  act: Pick<ActRule, 'on' | 'named'>,
  entry: BookEntry,
  steps: readonly Step[],
  { view, after }: { view: View; after: Pick<View, 'get' | 'find'> },
): Scene {
  const colon = entry.subject.indexOf(':');
  const subjectId = colon < 0 ? '' : entry.subject.slice(colon + 1);
  const base = {
    entry,
    steps,
    subjectId,
    clock: view.clock(entry),
    get: (table: TableName, id: string) => view.get(table, id),
    find: (index: IndexName, ...key: readonly Cell[]) => view.find(index, key),
    count: (index: IndexName, ...key: readonly Cell[]) => view.count(index, key),
    revoked: (issuerId: string, day: number) => view.revoked(issuerId, day),
    interrupted: (table: 'job' | 'certificate', id: string) => view.interrupted(table, id),
    later: (table: TableName, id: string) => after.get(table, id),
    findLater: (index: IndexName, ...key: readonly Cell[]) => after.find(index, key),
    writtenOf: (table: TableName) => steps.filter((step) => step.table === table),
    isNew: (column: string, value: string) => view.isNew(column, value),
    founding: () => view.founding(),
  };
  const named = (name: string, bound: ReadonlyMap<string, Step>, scene: Scene): Row | undefined => {
    const step = bound.get(name);
    if (step) return step.before ?? step.after;
    const found: Named | undefined = act.named[name];
    if (found) return found.find(scene);
    if (name === act.on.table && !act.on.fresh) return view.get(act.on.table, subjectId);
    if (name === 'actor') return view.get('person', entry.actor);
    const own = steps.filter(({ table }) => table === name);
    return own.length === 1 ? (own[0]?.before ?? own[0]?.after) : undefined;
  };
  const scenes = (bound: ReadonlyMap<string, Step>): Scene => {
    const scene: Scene = {
      ...base,
      row: (name) => named(name, bound, scene),
      value: (path) => {
        const [name, column] = split(path);
        return scene.row(name)?.[column];
      },
      written: (path) => {
        const [name, column] = split(path);
        const step = bound.get(name) ?? steps.findLast(({ table }) => table === name);
        return step?.after[column];
      },
      with: (name, step) => scenes(new Map([...bound, [name, step]])),
    };
    return scene;
  };
  return scenes(new Map());
}

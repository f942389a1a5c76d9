import type { Scene } from './act-scene.ts';
import type { ActRule, Named } from './language.ts';
import type { BookEntry, Cell, Row, Step } from './scene.ts';
import type { TableName } from './tables.ts';
import type { IndexName, View } from './view.ts';

const split = (path: string): [string, string] => {
  const dot = path.lastIndexOf('.');
  return [path.slice(0, dot), path.slice(dot + 1)];
};

type Reads = Pick<View, 'get' | 'find'>;
type TypedReads = Pick<Scene, 'get' | 'find' | 'later' | 'findLater' | 'writtenOf'>;

/**
 * How rows are read, as tables.ts types them. Of a row that stands this is true, since each value was held to its source
 * when it was written; what the entry under judgement claims is typed alike and may be anything.
 */
function typedRows(view: Reads, after: Reads, steps: readonly Step[]): TypedReads {
  const reads = {
    get: (table: TableName, id: string) => view.get(table, id),
    find: (index: IndexName, ...key: readonly Cell[]) => view.find(index, key),
    later: (table: TableName, id: string) => after.get(table, id),
    findLater: (index: IndexName, ...key: readonly Cell[]) => after.find(index, key),
    writtenOf: (table: TableName) => steps.filter((step) => step.table === table),
  };
  return reads as unknown as TypedReads;
}

/** The scene of an entry under its act. `view` answers how the rows stood before it; `after` how they stand then. */
export function createScene(
  act: Pick<ActRule, 'on' | 'named'>,
  entry: BookEntry,
  steps: readonly Step[],
  { view, after }: { view: View; after: Reads },
): Scene {
  const colon = entry.subject.indexOf(':');
  const subjectId = colon < 0 ? '' : entry.subject.slice(colon + 1);
  const base = {
    ...typedRows(view, after, steps),
    entry,
    steps,
    subjectId,
    clock: view.clock(entry),
    count: (index: IndexName, ...key: readonly Cell[]) => view.count(index, key),
    revoked: (issuerId: string, day: number) => view.revoked(issuerId, day),
    interrupted: (table: 'job' | 'certificate', id: string) => view.interrupted(table, id),
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

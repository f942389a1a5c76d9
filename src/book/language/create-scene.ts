import type { View } from '../judge/view.ts';
import type { IndexName } from '../tables/indexes.ts';
import type { BookEntry, Cell, Row, Step } from '../tables/row.ts';
import type { TableName } from '../tables/tables.ts';
import type { ActRule, Named } from './language.ts';
import type { Scene } from './scene.ts';

const paths = new Map<string, readonly [string, string]>();
/** Name and column of a path; the book has some hundred of them. */
function split(path: string): readonly [string, string] {
  const known = paths.get(path);
  if (known) return known;
  const dot = path.lastIndexOf('.');
  const parts = [path.slice(0, dot), path.slice(dot + 1)] as const;
  paths.set(path, parts);
  return parts;
}

type Reads = Pick<View, 'get' | 'find'>;

/** What all scenes of one entry share. */
interface Shared {
  act: Pick<ActRule, 'on' | 'named'>;
  entry: BookEntry;
  steps: readonly Step[];
  subjectId: string;
  view: View;
  after: Reads;
  clock: ReturnType<View['clock']>;
}

/** A class, because one is made for each row that is judged: closures for each would cost more than the judging. */
class EntryScene {
  readonly entry: BookEntry;
  readonly steps: readonly Step[];
  readonly subjectId: string;
  readonly clock: Shared['clock'];
  readonly #of: Shared;
  readonly #bound: ReadonlyMap<string, Step>;

  constructor(of: Shared, bound: ReadonlyMap<string, Step>) {
    this.entry = of.entry;
    this.steps = of.steps;
    this.subjectId = of.subjectId;
    this.clock = of.clock;
    this.#of = of;
    this.#bound = bound;
  }

  get(table: TableName, id: string) {
    return this.#of.view.get(table, id);
  }
  find(index: IndexName, ...key: readonly Cell[]) {
    return this.#of.view.find(index, key);
  }
  count(index: IndexName, ...key: readonly Cell[]) {
    return this.#of.view.count(index, key);
  }
  revoked(issuerId: string, day: number) {
    return this.#of.view.revoked(issuerId, day);
  }
  isNew(column: string, value: string) {
    return this.#of.view.isNew(column, value);
  }
  founding() {
    return this.#of.view.founding();
  }
  later(table: TableName, id: string) {
    return this.#of.after.get(table, id);
  }
  findLater(index: IndexName, ...key: readonly Cell[]) {
    return this.#of.after.find(index, key);
  }
  writtenOf(table: TableName) {
    return this.steps.filter((step) => step.table === table);
  }
  row(name: string): Row | undefined {
    const { act, view } = this.#of;
    const step = this.#bound.get(name);
    if (step) return step.before ?? step.after;
    const found: Named | undefined = act.named[name];
    if (found) return found.find(asScene(this));
    if (name === act.on.table && !act.on.fresh) return view.get(act.on.table, this.subjectId);
    if (name === 'actor') return view.get('person', this.entry.actor);
    const own = this.steps.filter(({ table }) => table === name);
    return own.length === 1 ? (own[0]?.before ?? own[0]?.after) : undefined;
  }
  value(path: string) {
    const [name, column] = split(path);
    return this.row(name)?.[column];
  }
  written(path: string) {
    const [name, column] = split(path);
    return (this.#bound.get(name) ?? this.#writtenAs(name))?.after[column];
  }
  /** Of several rows of the subject's table the subject: the order of changes is whoever's who wrote them. */
  #writtenAs(name: string): Step | undefined {
    const own = this.steps.filter(({ table }) => table === name);
    const isSubject = name === this.#of.act.on.table;
    return (isSubject ? own.findLast(({ id }) => id === this.subjectId) : undefined) ?? own.at(-1);
  }
  with(name: string, step: Step) {
    return asScene(new EntryScene(this.#of, new Map([...this.#bound, [name, step]])));
  }
}

/**
 * Rows are typed as book/tables/tables.ts has them. Of a row that stands this is true, since each value was held to its source when it
 * was written; what the entry under judgement claims is typed alike and may be anything.
 */
const asScene = (scene: EntryScene): Scene => scene as unknown as Scene;

/** The scene of an entry under its act. `view` answers how the rows stood before it; `after` how they stand then. */
export function createScene(
  act: Shared['act'],
  entry: BookEntry,
  steps: readonly Step[],
  { view, after }: { view: View; after: Reads },
): Scene {
  const colon = entry.subject.indexOf(':');
  const subjectId = colon < 0 ? '' : entry.subject.slice(colon + 1);
  return asScene(new EntryScene({ act, entry, steps, subjectId, view, after, clock: view.clock(entry) }, new Map()));
}

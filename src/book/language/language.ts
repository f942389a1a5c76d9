import type { ActedOn } from '../rights/relations.ts';
import type { Right } from '../rights/sentences.ts';
import type { Action, Stateful } from '../tables/lifecycle.ts';
import type { Cell, Row } from '../tables/row.ts';
import type { TableName } from '../tables/tables.ts';
import type { Scene } from './scene.ts';

/** One sentence in both languages: French for docs/procedure.md, English for what the verifier answers. */
export interface Words {
  fr: string;
  en: string;
}

/** Where a written value comes from. `fits` answers whether a value is what the source gives in this scene. */
export interface Source extends Words {
  fits(value: Cell | undefined, scene: Scene): boolean;
  /** The one value that fits here, where the book can say it; book/staffing/play.ts plays acts by it. */
  of?(scene: Scene): Cell | undefined;
  /** All values that fit, where they are words of a closed set: a page has words for each. */
  codes?: readonly Cell[];
  /** The column may be left out of a change: then it stays as it was. */
  optional?: true;
  /** What an entry's detail says here is a list or an object. `fits` is given its canonical text, which nobody may say in its place. */
  json?: true;
}

/** Something that has to hold before an entry is made. */
export interface Condition extends Words {
  holds(scene: Scene): boolean;
  /**
   * It asks who did something before: such conditions decide how many people an act takes (book/staffing/play.ts). What is said of
   * somebody for whom it does not hold.
   */
  ofPeople?: Words;
}

/** A row that an act may name: by an id that another row holds, or the one row that an index answers. */
export interface Named {
  table: TableName;
  find(scene: Scene): Row | undefined;
}

/** Rows that an act changes. */
export interface Write {
  /** How cells and conditions call the row. */
  as: string;
  table: TableName;
  kind: 'new' | 'set' | 'move';
  /** The steps of the lifecycle that it may take; none for `new` and `set`. */
  moves: readonly string[];
  /** The state that a new row begins with. */
  begins?: Source;
  /** Where the id of a new row comes from. */
  id?: Source;
  /** Columns and where their values come from. A new row's other columns are empty, a changed row's stay. */
  cells: Readonly<Record<string, Source>>;
  /**
   * `one`: exactly one, the row of the name. `all`: each of the rows that `rows` answers, and no other. `some`: any of
   * them, or of all where there is no `rows`. `many`: any number of new rows.
   */
  how: 'one' | 'all' | 'some' | 'many';
  rows?(scene: Scene): readonly Row[];
  /** Written if and only if this holds. */
  when?: Condition;
  /** Holds for each row written, with the row bound to its name. */
  each: readonly Condition[];
}

/** Who may act. */
export interface By extends Words {
  /** Somebody who holds it. Neither this nor `self`: the service. */
  right?: Right;
  /** What the act is done to, as far as the right depends on it. */
  about?(scene: Scene): ActedOn;
  /** The one person who does it for themselves, in a role that they hold or as an agent. */
  self?(scene: Scene): Cell | undefined;
  /** Their account opens by it; anything else asks for one that is open. */
  opens?: true;
}

/** One act of the procedure: this and nothing else may happen. */
export interface ActRule extends Words {
  /** `action` of the entry, and ` value` of the member of its detail by which kinds of it are told apart. */
  key: string;
  by: readonly By[];
  /** The table of the subject, whose row is bound to the table's name; or a word that stands alone, such as `service`. */
  on: { table?: TableName; word?: string; fresh?: true; any?: readonly string[] };
  /** What the subject is of where it is not one of the rows written. */
  named: Readonly<Record<string, Named>>;
  /** Members of the entry's detail and where they come from. */
  says: Readonly<Record<string, Source>>;
  writes: readonly Write[];
  before: readonly Condition[];
}

/** What an act is written down as; everything but `fr`, `en` and `by` may be left out. */
export type ActSpec = Words & { by: By | readonly By[] } & Partial<
    Pick<ActRule, 'on' | 'named' | 'says' | 'writes' | 'before'>
  >;

/**
 * An act under its name. `key` is the entry's action; `action kind` for one of several acts that differ by `detail.act`,
 * `detail.kind` or `detail.proof`; `action!failed` for one that failed.
 */
export function act(key: string, { by, ...spec }: ActSpec): ActRule {
  return {
    key,
    on: {},
    named: {},
    says: {},
    writes: [],
    before: [],
    ...spec,
    by: Array.isArray(by) ? by : [by as By],
  };
}

/** Somebody who holds a right (book/rights/sentences.ts); `about` says what they act on. */
export const who = (right: Right, about: (scene: Scene) => ActedOn = () => ({})): By => ({
  right,
  about,
  fr: `qui a le droit « ${right} »`,
  en: `who has the right "${right}"`,
});
/** The person themselves: no right is asked for. `whose` says who that is. */
export const oneself = (whose: (scene: Scene) => Cell | undefined): By => ({
  self: whose,
  fr: 'la personne elle-même',
  en: 'the person themselves',
});
/** The service itself, because of what the words say. */
export const service = (fr: string, en: string): By => ({ fr: `le service : ${fr}`, en: `the service: ${en}` });

/** Columns and where their values come from. */
export type Cells = Readonly<Record<string, Source>>;
interface More {
  as?: string;
  when?: Condition;
  each?: readonly Condition[];
}

/** A new row; its columns that are not named are empty. */
export function adds(table: TableName, cells: Cells & { id: Source; state?: Source }, more: More = {}): Write {
  const { id, state, ...rest } = cells;
  const begins = state === undefined ? {} : { begins: state };
  return { as: table, table, kind: 'new', moves: [], id, ...begins, cells: rest, how: 'one', each: [], ...more };
}
/** Any number of new rows of one shape. */
export const addsMany = (table: TableName, cells: Cells & { id: Source; state?: Source }, more: More = {}): Write => ({
  ...adds(table, cells, more),
  how: 'many',
});
/** The row of this name takes a step of its lifecycle, one of those given. */
export function moves<K extends Stateful>(
  table: K,
  steps: Action<K> | readonly Action<K>[],
  cells: Cells = {},
  more: More = {},
): Write {
  const all: readonly string[] = typeof steps === 'string' ? [steps] : steps;
  return { as: table, table, kind: 'move', moves: all, cells, how: 'one', each: [], ...more };
}
/** The row of this name changes in these columns, its state excepted. */
export const sets = (table: TableName, cells: Cells, more: More = {}): Write => ({
  as: table,
  table,
  kind: 'set',
  moves: [],
  cells,
  how: 'one',
  each: [],
  ...more,
});
/** The write is done to exactly these rows. */
export const all = (rows: (scene: Scene) => readonly Row[], write: Write): Write => ({ ...write, how: 'all', rows });
/** The write is done to any rows for which `each` holds. */
export const any = (write: Write): Write => ({ ...write, how: 'some' });
/** The write is done to some of these rows, or none. */
export const some = (rows: (scene: Scene) => readonly Row[], write: Write): Write => ({ ...write, how: 'some', rows });

/** A condition in words. */
export const must = (fr: string, en: string, holds: (scene: Scene) => boolean): Condition => ({ fr, en, holds });
/** A condition that asks who did something before, and what is said of somebody whom it bars. */
export const ofPeople = (condition: Condition, fr: string, en: string): Condition => ({
  ...condition,
  ofPeople: { fr, en },
});
/** The opposite of a condition, in words too. */
export const not = ({ fr, en, holds }: Condition): Condition => ({
  fr: `non : ${fr}`,
  en: `not: ${en}`,
  holds: (scene) => !holds(scene),
});

/** A row that another one points to: `by('person', 'request.holderId')`. */
export function by(table: TableName, path: string): Named {
  return {
    table,
    find: (scene) => {
      const id = scene.value(path);
      return typeof id === 'string' ? scene.get(table, id) : undefined;
    },
  };
}
/** The one row that `rows` answers, or the newest of them; undefined for none. */
export const newest = (table: TableName, rows: (scene: Scene) => readonly Row[], column: string): Named => ({
  table,
  find: (scene) =>
    rows(scene).reduce<Row | undefined>(
      (last, row) => (last === undefined || Number(row[column] ?? 0) >= Number(last[column] ?? 0) ? row : last),
      undefined,
    ),
});
/** The one row of the table that the entry changes, as it stood. */
export const changed = (table: TableName): Named => ({
  table,
  find: (scene) => {
    const ids = new Set(scene.writtenOf(table).map(({ id }) => id));
    const [id] = ids;
    return id === undefined || ids.size > 1 ? undefined : scene.get(table, id);
  },
});

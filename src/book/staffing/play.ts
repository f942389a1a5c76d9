import { ACTS } from '../book.ts';
import { overlay } from '../judge/overlay.ts';
import type { View } from '../judge/view.ts';
import { createScene } from '../language/create-scene.ts';
import type { ActRule, Source, Words, Write } from '../language/language.ts';
import type { Scene } from '../language/scene.ts';
import { broken } from '../rights/relations.ts';
import { type Relation, SENTENCES } from '../rights/sentences.ts';
import type { Role } from '../tables/codes.ts';
import { COLUMNS } from '../tables/columns.ts';
import { keyOf, stands, tableOf } from '../tables/indexes.ts';
import { INITIAL, isStateful, nextState } from '../tables/lifecycle.ts';
import type { BookEntry, Cell, Row, Step } from '../tables/row.ts';
import type { TableName } from '../tables/tables.ts';

/** Somebody who could act: their service, and the roles that they hold now. */
export interface Member {
  id: string;
  service: string;
  grants: readonly { role: Role; scope: string }[];
}
/** Rows by table and id, as they stand between two acts that are played. */
export type Rows = ReadonlyMap<TableName, ReadonlyMap<string, Row>>;
/** An act to be played: on the newest row of its table that has these values. */
export interface PlayedAct {
  /** Of the book. */
  key: string;
  where?: Row;
  /** Values that somebody chooses, by `table.column`; or what follows from the rows by then. */
  cells?: Readonly<Record<string, Cell | ((rows: Rows) => Cell)>>;
  /** Rows that the entry names in its detail: the newest of their table. */
  names?: readonly TableName[];
}
/** Why somebody who has the right may not act here. */
export interface Bar extends Words {
  person: string;
  role: Role;
}
/** How the rows stand once it was done. */
interface Done {
  rows: Rows;
}
/** Who acts, in which role, and who stands by where the act asks for a second person at the same terminal. */
export interface Doer {
  member: Member;
  role: Role;
  beside?: string | undefined;
}

/** What bars somebody, said of them, by the relation that does not hold. */
const BARRED: Readonly<Record<Relation, Words>> = {
  anyone: { fr: '', en: '' },
  own: { fr: 'n’en est pas le porteur', en: 'is not its holder' },
  uses: { fr: 'n’a ni le poste ni un jeton en service dessus', en: 'has neither it nor a token in use on it' },
  asked: { fr: 'ne l’a pas demandé', en: 'did not ask for it' },
  'their-service': { fr: 'est d’un autre service', en: 'is of another service' },
  scope: { fr: 'n’a pas ce service dans son périmètre', en: 'does not have this service in their scope' },
  'not-own': { fr: 'en est le porteur ou le demandeur', en: 'holds it or asked for it' },
  'not-held': { fr: 'en est le porteur', en: 'is its holder' },
  'not-approved': { fr: 'a approuvé la demande', en: 'approved the request' },
  'not-produced': { fr: 'a produit le jeton', en: 'produced the token' },
  'not-brought-in': { fr: 'a fait entrer le poste', en: 'brought the workstation in' },
  'not-commissioned': {
    fr: 'a signé le dernier point de contrôle du poste',
    en: 'signed the last item of its checklist',
  },
  'not-carried': { fr: 'a eu le jeton en main', en: 'had the token in hand' },
  'not-self': { fr: 'a proposé, ou est concerné', en: 'proposed it, or is concerned' },
  proposed: { fr: 'ne l’a pas proposé', en: 'did not propose it' },
};
/** Nobody stands by. */
const ALONE: Words = { fr: 'n’a pas d’administrateur à ses côtés', en: 'has no administrator beside them' };

/** Long ago, and a second for each act. */
const BEGIN = 1_000_000_000_000;
/** The newest row of a table that has these values. */
export const newestOf = (rows: Rows, table: TableName, where: Row = {}): Row | undefined =>
  [...(rows.get(table)?.values() ?? [])].findLast((row) =>
    Object.entries(where).every(([column, value]) => row[column] === value),
  );
const sizeOf = (rows: Rows): number => [...rows.values()].reduce((sum, of) => sum + of.size, 0);

/** The rows as the judge asks for them. */
function viewOf(rows: Rows, now: number): View {
  const find: View['find'] = (index, key) =>
    [...(rows.get(tableOf(index))?.values() ?? [])].filter(
      (row) => stands(index, row) && keyOf(index, row).every((cell, i) => cell === key[i]),
    );
  return {
    get: (table, id) => rows.get(table)?.get(id),
    find,
    count: (index, key) => find(index, key).length,
    revoked: () => 0,
    isNew: () => true,
    founding: () => false,
    clock: () => ({ earliest: now, latest: now }),
  };
}

/** What the sources say where the book knows the value. */
const known = (sources: Readonly<Record<string, Source>>, scene: Scene, chosen: (name: string) => Cell | undefined) =>
  Object.entries(sources).flatMap(([name, source]) => {
    const value = chosen(name) ?? source.of?.(scene);
    return value === undefined ? [] : [[name, value] as const];
  });

/** The rows that a write changes, as the scene has them. */
function targets(write: Write, scene: Scene, rows: Rows): readonly Row[] {
  if (write.how === 'all') return write.rows?.(scene) ?? [];
  if (write.how !== 'one') return [];
  // what the service alone would name, such as a device's token: the one that there is
  const row = scene.row(write.as) ?? newestOf(rows, write.table);
  return row === undefined ? [] : [row];
}
function moved(write: Write, row: Row): Row | undefined {
  if (write.kind !== 'move' || !isStateful(write.table)) return {};
  for (const step of write.moves) {
    const state = nextState(write.table, row['state'] as never, step as never);
    if (state !== undefined) return { state };
  }
  return undefined;
}

/** What a write does, as far as the book says it: who acted stands in the rows by that. */
function stepsOf(write: Write, scene: Scene, rows: Rows, cells: PlayedAct['cells'] = {}): Step[] {
  const { table } = write;
  if (write.when && !write.when.holds(scene)) return [];
  const said = Object.fromEntries(
    known(write.cells, scene, (column) => {
      const cell = cells[`${table}.${column}`];
      return typeof cell === 'function' ? cell(rows) : cell;
    }),
  );
  if (write.kind === 'new') {
    // of several new rows one is played, where somebody chose what it says
    const chosen = Object.keys(cells).some((path) => path.startsWith(`${table}.`));
    if (write.how !== 'one' && !(write.how === 'many' && chosen)) return [];
    const id = String(write.id?.of?.(scene) ?? `${table}${sizeOf(rows)}${write.as}`);
    const state = isStateful(table) ? { state: write.begins?.of?.(scene) ?? INITIAL[table][0] ?? null } : {};
    const empty = Object.fromEntries(Object.keys(COLUMNS[table]).map((column) => [column, null]));
    return [{ table, id, before: undefined, said, after: { ...empty, id, ...state, ...said } }];
  }
  return targets(write, scene, rows).flatMap((before) => {
    const state = moved(write, before);
    return state ? [{ table, id: String(before['id']), before, said, after: { ...before, ...said, ...state } }] : [];
  });
}

function apply(rows: Rows, steps: readonly Step[]): Rows {
  const next = new Map(rows);
  for (const { table, id, after } of steps) {
    const of = new Map(next.get(table));
    of.delete(id); // the newest stands last
    next.set(table, of.set(id, after));
  }
  return next;
}

/** Which relation of the role's sentences is broken, of the ways in which the act may be done. */
function barOf(act: ActRule, scene: Scene, { member, role }: Doer): Bar | undefined {
  const person = member.id;
  let bar: Bar | undefined;
  for (const { right, about, self } of act.by) {
    if (self?.(scene) === person) return undefined;
    for (const sentence of SENTENCES.filter((s) => s.act === right && s.role === role)) {
      const scopes = member.grants.filter((grant) => grant.role === role).map(({ scope }) => scope);
      const actor = { personId: person, service: member.service, scopes };
      const facts = about?.(scene) ?? {};
      const wrong = sentence.relations.find(
        (relation) => broken({ ...sentence, relations: [relation] }, actor, facts) !== undefined,
      );
      if (wrong === undefined) return undefined;
      bar = { person, role, ...BARRED[wrong] };
    }
  }
  return bar ?? { person, role, fr: '', en: '' };
}

/** Whether a role has the right to the act at all. */
export const hasRight = (key: string, role: Role): boolean =>
  ACTS.get(key)?.by.some(({ right }) => SENTENCES.some((s) => s.act === right && s.role === role)) ?? false;
/** Whether somebody stands by while the act is done: two people at one terminal. */
export const standsBy = (key: string): boolean => Object.hasOwn(ACTS.get(key)?.says ?? {}, 'confirmedBy');

/**
 * Plays an act: whether this person may do it by the book's rights, relations and conditions about people, and what the rows
 * say of them afterwards. Whatever else an act asks for – a device, a delay, a code – is taken as given. Answers the rows,
 * or what bars this person. Throws for an act that is not in the book.
 */
export function play(rows: Rows, played: PlayedAct, doer: Doer, begin = BEGIN): Done | Bar {
  const act = ACTS.get(played.key);
  if (act === undefined) throw new Error(`there is no act ${played.key} in the book`);
  const now = begin + sizeOf(rows) * 1000;
  const view = viewOf(rows, now);
  const { word, fresh, any } = act.on;
  const table = act.on.table ?? (any?.[0] as TableName | undefined);
  const id = fresh ? `${table}${sizeOf(rows)}` : String(table ? newestOf(rows, table, played.where)?.['id'] : '');
  const named = (played.names ?? []).map((name) => [name, newestOf(rows, name)?.['id'] ?? null]);
  const beside = doer.beside === undefined ? {} : { confirmedBy: doer.beside };
  const entry: BookEntry = {
    seq: 0,
    at: new Date(now).toISOString(),
    actor: doer.member.id,
    role: doer.role,
    outcome: 'done',
    action: played.key.replace(/[ !].*$/, ''),
    subject: table ? `${table}:${id}` : (word ?? ''),
    detail: { ...Object.fromEntries(named), ...beside },
  };
  const sceneOf = (of: BookEntry, steps: readonly Step[]) =>
    createScene(act, of, steps, { view, after: overlay(view, steps) });
  const said = known(act.says, sceneOf(entry, []), () => undefined);
  const full = { ...entry, detail: { ...Object.fromEntries(said), ...entry.detail } };
  // twice, for some rows are named by what the entry writes
  let steps: Step[] = [];
  for (let times = 0; times < 2; times++) {
    const scene = sceneOf(full, steps);
    steps = act.writes.flatMap((write) => stepsOf(write, scene, rows, played.cells));
  }
  const scene = sceneOf(full, steps);
  const bar = barOf(act, scene, doer);
  if (bar !== undefined) return bar;
  const wrong =
    act.before.find((condition) => condition.ofPeople && !condition.holds(scene)) ??
    (standsBy(played.key) && !act.says['confirmedBy']?.fits(doer.beside ?? null, scene)
      ? act.says['confirmedBy']
      : undefined);
  const bars = { person: doer.member.id, role: doer.role };
  if (wrong) return { ...bars, ...('ofPeople' in wrong && wrong.ofPeople ? wrong.ofPeople : ALONE) };
  return { rows: apply(rows, steps) };
}

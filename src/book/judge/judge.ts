import canonicalize from 'canonicalize';
import { ERROR_CODES } from '../../errors.ts';
import { ACTS, isEntryAction } from '../book.ts';
import { createScene } from '../language/create-scene.ts';
import type { ActRule, By, Write } from '../language/language.ts';
import type { Scene } from '../language/scene.ts';
import { brokenRelation } from '../rights/relations.ts';
import type { Right } from '../rights/sentences.ts';
import type { Role } from '../tables/codes.ts';
import { COLUMNS } from '../tables/columns.ts';
import { isStateful, LIFECYCLE } from '../tables/lifecycle.ts';
import { isOneOf } from '../tables/one-of.ts';
import { SUBJECT } from '../tables/ref.ts';
import type { BookEntry, Cell, Step } from '../tables/row.ts';
import { ALWAYS } from './always.ts';
import { overlay } from './overlay.ts';
import { holds, isOpen, scopesHeld, wasGranted } from './standing.ts';
import type { View } from './view.ts';

/** Why an entry is not one that the book allows; undefined for one that is. */
export type Verdict = string | undefined;

/**
 * Judges one entry: whether its act is in the book, its actor may do it, and it writes what the act says and nothing else,
 * each value from where the book says; then what always holds. `steps` are the rows that it changes, in order; `view`
 * says how the rows stood before it. Answers the first thing that is wrong, in English, without personal data.
 */
export function judge(entry: BookEntry, steps: readonly Step[], view: View): Verdict {
  if (entry.outcome === 'refused') return judgeRefused(entry, steps, view);
  const act = actOf(entry);
  if (act === undefined) return `there is no act ${keyOfEntry(entry)} in the book`;
  const scene = createScene(act, entry, steps, { view, after: overlay(view, steps) });
  const wrong =
    wrongSubject(act, scene) ??
    wrongActor(act.by, scene) ??
    wrongDetail(act, scene) ??
    wrongRows(act, scene) ??
    act.before.find((condition) => !condition.holds(scene))?.en;
  if (wrong !== undefined) return `${act.key}: ${wrong}`;
  const broken = brokenAlways(scene);
  return broken === undefined ? undefined : `${act.key}: ${broken}`;
}

const suffix = ({ outcome }: Pick<BookEntry, 'outcome'>): string => (outcome === 'failed' ? '!failed' : '');

/** An act's rule: one of several of the same name is told by `detail.act`, `detail.kind` or `detail.proof`. */
export function actOf(entry: Pick<BookEntry, 'action' | 'outcome' | 'detail'>): ActRule | undefined {
  const { act: of, kind, proof } = entry.detail;
  // what follows the name in a key is told by the detail and the outcome alone
  if (/[ !]/.test(entry.action)) return undefined;
  const names = [of, kind, proof].filter((x) => typeof x === 'string').map((x) => `${entry.action} ${x}`);
  return [...names, entry.action].map((name) => ACTS.get(`${name}${suffix(entry)}`)).find((rule) => rule !== undefined);
}
const keyOfEntry = (entry: BookEntry): string => `${entry.action}${suffix(entry)}`;

/** A refused act changes nothing; what it leaves is its code. */
function judgeRefused(entry: BookEntry, steps: readonly Step[], view: View): Verdict {
  const { actor, role, action, detail } = entry;
  const scene = createScene({ on: {}, named: {} }, entry, steps, { view, after: view });
  if (!SUBJECT.test(entry.subject)) return `${action}: its subject has an unknown shape`;
  if (steps.length > 0 || 'changes' in detail) return `${action} was refused and changed something`;
  if (!isEntryAction(action)) return `there is no act ${action} in the book that could be refused`;
  const allowed = REFUSED_SAYS.get(action) ?? ['code', 'slowed'];
  const extra = Object.keys(detail).find((name) => !allowed.includes(name));
  if (extra !== undefined) return `${action}: a refusal does not say ${extra}`;
  if (!isOneOf(ERROR_CODES, detail['code'])) return `${action}: it is refused without a code`;
  if ('slowed' in detail && detail['slowed'] !== true) return `${action}: slowed is true or left out`;
  if (actor === 'system') return role === 'system' ? undefined : `${action}: the service has no role ${role}`;
  if (scene.get('person', actor) === undefined) return `${action}: ${actor} is nobody`;
  return role === 'agent' || holds(scene, actor, role as Role)
    ? undefined
    : `${action}: ${actor} did not hold the role ${role}`;
}
/** What a refusal says beside its code, where it says more. */
const REFUSED_SAYS: ReadonlyMap<string, readonly string[]> = new Map([['directory.read', ['code', 'left', 'present']]]);

function wrongSubject({ on }: ActRule, scene: Scene): Verdict {
  const { subject } = scene.entry;
  if (!SUBJECT.test(subject)) return 'its subject has an unknown shape';
  if (on.word !== undefined) return subject === on.word ? undefined : `its subject is "${on.word}", not ${subject}`;
  const [table = ''] = subject.split(':', 1);
  if (on.any !== undefined) return on.any.includes(table) ? undefined : `its subject is no ${on.any.join(' or ')}`;
  if (on.table === undefined) return undefined;
  if (table !== on.table || scene.subjectId === '') return `its subject is a ${on.table}, not ${subject}`;
  const row = scene.get(on.table, scene.subjectId);
  if (on.fresh) return row === undefined ? undefined : `there is a ${subject} already`;
  return row === undefined ? `there is no ${subject}` : undefined;
}

/** The actor acts by one of the ways that the act names, in a role that they hold now. */
function wrongActor(ways: readonly By[], scene: Scene): Verdict {
  const { actor, role } = scene.entry;
  if (actor === 'system' || role === 'system') {
    const own = ways.some((way) => way.right === undefined && way.self === undefined);
    return own && actor === role ? undefined : `this is not done by ${actor} as ${role}`;
  }
  const self = ways.find((way) => way.self?.(scene) === actor);
  if (self) {
    const held = role === 'agent' || wasGranted(scene, actor, role as Role);
    return held && (self.opens || isOpen(scene, actor)) ? undefined : `${actor} did not hold the role ${role} then`;
  }
  const rights = ways.flatMap((way) => (way.right === undefined ? [] : [{ right: way.right, way }]));
  if (rights.length === 0) return `only ${ways[0]?.self ? ways[0].en : 'the service'} does this, not ${actor}`;
  if (!holds(scene, actor, role as Role)) return `${actor} did not hold the role ${role} then`;
  const broken = rights.map(({ right, way }) => brokenRight(role as Role, right, way, scene));
  return broken.some((code) => code === undefined) ? undefined : `${actor} as ${role} may not do this: ${broken[0]}`;
}

function brokenRight(role: Role, right: Right, way: By, scene: Scene): string | undefined {
  const person = scene.get('person', scene.entry.actor);
  const caller = {
    personId: scene.entry.actor,
    service: String(person?.service ?? ''),
    scopes: scopesHeld(scene, scene.entry.actor, role),
  };
  return brokenRelation(role, right, caller, way.about?.(scene) ?? {});
}

function wrongDetail({ says }: ActRule, scene: Scene): Verdict {
  const { changes: _, ...detail } = scene.entry.detail;
  const extra = Object.keys(detail).find((name) => !Object.hasOwn(says, name));
  if (extra !== undefined) return `it does not say ${extra}`;
  for (const [name, source] of Object.entries(says)) {
    const value = detail[name];
    if (value === undefined && source.optional) continue;
    // what an entry says is plain JSON: a list or an object goes to its source as its canonical text. That text is no list, and a
    // list is no text, which what reads the entry would take for the one thing in it
    const isThing = typeof value === 'object' && value !== null;
    const isOther = source.json === true ? typeof value === 'string' : isThing;
    const cell = isThing ? canonicalize(value) : value;
    if (isOther || !source.fits(cell as string, scene)) return `it says another ${name} than ${source.en}`;
  }
  return undefined;
}

/** Every change is one that the act names, and every write that it names is there. */
function wrongRows({ writes }: ActRule, scene: Scene): Verdict {
  const done = new Map<Write, string[]>();
  const due = new Map<Write, ReadonlySet<string>>();
  for (const write of writes)
    if (write.rows) due.set(write, new Set(write.rows(scene).map((row) => String(row['id']))));
  for (const step of scene.steps) {
    let nearest: string | undefined;
    const fit = writes.find((write) => {
      if (!couldBe(write, step, scene, due.get(write)) || isTaken(write, step, done)) return false;
      const wrong = wrongCells(write, step, scene.with(write.as, step));
      nearest ??= wrong;
      return wrong === undefined;
    });
    if (!fit) return nearest ?? `it does not ${step.before ? 'change' : 'make'} ${step.table} ${step.id} so`;
    done.set(fit, [...(done.get(fit) ?? []), step.id]);
  }
  for (const write of writes) {
    const wrong = wrongCount(write, done.get(write) ?? [], due.get(write), scene);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** Whether the step is of the kind that the write describes: table, new or not, step of the lifecycle, and which row. */
function couldBe(write: Write, step: Step, scene: Scene, due: ReadonlySet<string> | undefined): boolean {
  if (write.table !== step.table) return false;
  if (write.kind === 'new' || step.before === undefined) return write.kind === 'new' && step.before === undefined;
  const isMove = Object.hasOwn(step.said, 'state');
  if (isMove !== (write.kind === 'move')) return false;
  if (isMove && !movesAlong(write, step)) return false;
  if (due) return due.has(step.id);
  return write.how === 'some' || scene.row(write.as)?.['id'] === step.id;
}
function movesAlong({ moves }: Write, { table, before, after }: Step): boolean {
  if (!isStateful(table)) return false;
  const steps: Readonly<Record<string, Readonly<Record<string, string>>>> = LIFECYCLE[table];
  return moves.some((action) => steps[action]?.[String(before?.['state'])] === after['state']);
}
/** A write for one row is used once; one for several, once for each. */
function isTaken(write: Write, step: Step, done: ReadonlyMap<Write, readonly string[]>): boolean {
  const ids = done.get(write) ?? [];
  if (write.how === 'many') return false;
  return write.how === 'one' ? ids.length > 0 : ids.includes(step.id);
}

function wrongCells(write: Write, step: Step, scene: Scene): Verdict {
  const name = `${write.as}.`;
  const { said } = step;
  const { id, state } = said;
  if (step.before === undefined) {
    for (const column in COLUMNS[write.table]) if (!Object.hasOwn(said, column)) return `${name}${column} is left out`;
    if (id !== step.id || !write.id?.fits(id, scene)) return `${name}id is not ${write.id?.en ?? 'given'}`;
    if (write.begins ? !write.begins.fits(state, scene) : state !== undefined)
      return `a new ${write.table} does not begin as ${String(state)}`;
  } else if (id !== undefined) return `${name}id changes`;
  for (const column of Object.keys(said)) {
    if (column === 'id' || column === 'state') continue;
    if (!Object.hasOwn(COLUMNS[write.table], column)) return `${name}${column} is no column`;
    const [value, source] = [said[column] as Cell, write.cells[column]];
    if (source ? source.fits(value, scene) : step.before === undefined && value === null) continue;
    return source ? `${name}${column} is not ${source.en}` : `${name}${column} is not written here`;
  }
  for (const column in write.cells) {
    if (!write.cells[column]?.optional && !Object.hasOwn(said, column)) return `${name}${column} is left out`;
  }
  return write.each.find((condition) => !condition.holds(scene))?.en;
}

function wrongCount(write: Write, ids: readonly string[], due: ReadonlySet<string> | undefined, scene: Scene): Verdict {
  const asked = write.when?.holds(scene) ?? true;
  if (!asked) return ids.length === 0 ? undefined : `${write.as} is written although not: ${write.when?.en}`;
  if (write.how === 'one' && ids.length === 0) return `${write.as} is not ${write.kind === 'new' ? 'made' : 'changed'}`;
  if (write.how === 'all' && due && due.size > ids.length) {
    const left = [...due].find((id) => !ids.includes(id));
    return `${write.as} ${left} is left as it was`;
  }
  return undefined;
}

function brokenAlways(scene: Scene): Verdict {
  for (const step of scene.steps) {
    for (const rule of ALWAYS[step.table] ?? []) {
      const row = scene.later(step.table, step.id);
      if (row && !rule.holds(row, scene)) return `${rule.en} (${step.table} ${step.id})`;
    }
  }
  return undefined;
}

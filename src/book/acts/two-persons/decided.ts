import canonicalize from 'canonicalize';
import { holds, noRestoreWaits } from '../../judge/standing.ts';
import {
  type ActRule,
  type ActSpec,
  act,
  type Condition,
  moves,
  must,
  ofPeople,
  type Source,
  type Words,
  type Write,
  who,
} from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { actor, computed, constant, from, hashOfAct, SLACK_MS } from '../../language/sources.ts';
import { brokenRelation } from '../../rights/relations.ts';
import { ROLE_WORDS } from '../../rights/role-words.ts';
import { type ArgsOf, confirmableFrom, DECISIONS, type DecisionName, personsOf } from '../../rules/decisions.ts';
import { ROLES } from '../../tables/codes.ts';
import type { Row } from '../../tables/row.ts';

/** What was parsed of a row's arguments: an entry asks for them a dozen times. */
const parsed = new WeakMap<Row, unknown>();

/** The arguments in this text, where they have exactly the act's shape. */
function readArgs(name: DecisionName, text: unknown): unknown {
  try {
    const given: unknown = JSON.parse(String(text));
    const { success, data } = DECISIONS[name].args.safeParse(given);
    return success && canonicalize(data) === text ? data : undefined;
  } catch {
    return undefined;
  }
}

/** The arguments of a proposal of this act; undefined where there is none, or they are not of its shape. */
export function argsOf<A extends DecisionName>(name: A, proposal: Row | undefined): ArgsOf<A> | undefined {
  if (proposal?.['act'] !== name) return undefined;
  if (!parsed.has(proposal)) parsed.set(proposal, readArgs(name, proposal['args']));
  return parsed.get(proposal) as ArgsOf<A> | undefined;
}
/** The arguments of the proposal that the act is about. */
export const decided = <A extends DecisionName>(name: A, s: Scene): ArgsOf<A> | undefined =>
  argsOf(name, s.row('proposal'));

/** What the two persons decided under this name, or nothing where they left it out. */
export const arg = <A extends DecisionName>(name: A, key: keyof ArgsOf<A> & string): Source =>
  computed(`« ${key} » de ce qui fut décidé`, `${key} of what was decided`, (v, s) => {
    const args = decided(name, s);
    return args !== undefined && v === ((args[key] as never) ?? null);
  });

/** The arguments of an act, exactly in its shape, and their hash. */
export const argsOfShape = (name: DecisionName): Source =>
  computed(
    'les arguments de l’acte, tels que la table des décisions les décrit',
    "the act's arguments, as the table of decisions describes them",
    (v) => typeof v === 'string' && readArgs(name, v) !== undefined,
  );
/** The hash of the decision's name and of its arguments, as the proposal shows them. */
export const hashOfArgs = (name: DecisionName): Source =>
  computed('l’empreinte de l’acte et de ses arguments', 'the hash of the act and its arguments', (v, s) => {
    const args = readArgs(name, s.written('proposal.args'));
    return args !== undefined && v === hashOfAct({ act: name, args });
  });

const aboutOf = (name: DecisionName, proposal: Row | undefined): readonly string[] => {
  const args = argsOf(name, proposal);
  return args === undefined ? [] : personsOf(name, args);
};

const notAbout = (name: DecisionName): Condition =>
  ofPeople(
    must('aucune des deux personnes n’est concernée', 'neither of the two is a person whom it is about', (s) => {
      const proposal = s.row('proposal') ?? s.writtenOf('proposal')[0]?.after;
      const about = aboutOf(name, proposal);
      return ![s.entry.actor, String(proposal?.['proposerId'])].some((person) => about.includes(person));
    }),
    'est concerné par cette décision',
    'is concerned by this decision',
  );
/** Neither proposer nor confirmer is somebody whom it is about, where it is about people. */
export const notAboutThem = (name: DecisionName): Condition[] => (DECISIONS[name].about ? [notAbout(name)] : []);
/** What may be decided while a restore waits. */
export const inOrder = (name: DecisionName) => (DECISIONS[name].whileRestored ? [] : [noRestoreWaits]);

/** Whether somebody who holds this right by a role of theirs acts or acted. */
const hasRight = (s: Scene, person: string, right: (typeof DECISIONS)[DecisionName]['right']): boolean =>
  ROLES.some((role) => {
    const actorOf = { personId: person, service: '', scopes: ['*'] };
    return holds(s, person, role) && brokenRelation(role, right, actorOf, {}) === undefined;
  });

const proposer = (s: Scene): string => String(s.value('proposal.proposerId'));
/** Whether the proposal's time is not over. */
export const inTime = must(
  'le délai n’est pas passé',
  'its time is not over',
  (s) => Number(s.value('proposal.expiresAt')) >= s.clock.earliest - SLACK_MS,
);
/** Whether it is. */
export const outOfTime = must(
  'le délai est passé',
  'its time is over',
  (s) => Number(s.value('proposal.expiresAt')) < s.clock.latest,
);

/** One of the two holds the role that the act needs, or both do; neither has to in the case of its own that spares it. */
const theyHold = (name: DecisionName): Condition => {
  const { needs, both } = DECISIONS[name];
  // one member of the table by the one name; TypeScript does not follow it through the union
  const spares = DECISIONS[name].spares as (Words & { holds(args: unknown): boolean }) | undefined;
  const but = spares ? { fr: `, sauf si ${spares.fr}`, en: `, unless ${spares.en}` } : { fr: '', en: '' };
  const { fr, en } = ROLE_WORDS[needs];
  return ofPeople(
    must(
      both ? `les deux personnes ont le rôle « ${fr} »` : `l’une des deux personnes est ${fr}${but.fr}`,
      both ? `both persons hold the role ${en}` : `one of the two persons is ${en}${but.en}`,
      (s) => {
        const args = decided(name, s);
        if (args !== undefined && spares?.holds(args)) return true;
        const two = [proposer(s), s.entry.actor];
        return both ? two.every((person) => holds(s, person, needs)) : two.some((person) => holds(s, person, needs));
      },
    ),
    `ne décide pas sans ${both ? 'deux personnes du rôle' : 'quelqu’un du rôle'} « ${fr} »`,
    `does not decide without ${both ? 'two who hold' : 'somebody who holds'} the role ${en}`,
  );
};
/** Its wait is over, where it has one. */
const waited = (name: DecisionName): Condition[] => {
  const { waits } = DECISIONS[name];
  if (waits === undefined) return [];
  return [
    must(
      `l’attente (\`${waits}\`) est finie, où la personne concernée pouvait s’opposer`,
      `the wait (${waits}) is over, in which the person whom it is about could object`,
      (s) => {
        const from = confirmableFrom({ act: name, expiresAt: Number(s.value('proposal.expiresAt')) });
        return from !== undefined && from <= s.clock.latest + SLACK_MS;
      },
    ),
  ];
};

/** What a confirmation does beside it. */
type Effect = Pick<Partial<ActSpec>, 'named' | 'says' | 'writes' | 'before'>;

/** A second person confirms what was proposed to the letter, within its time, once; and what it does. */
export function confirms(
  name: DecisionName,
  { named = {}, says = {}, writes = [], before = [] }: Effect,
  expires: Readonly<Record<string, Source>> = {},
): ActRule {
  const { fr, en, right, done } = DECISIONS[name];
  const step: Write = moves('proposal', done === 'at-once' ? 'execute' : 'confirm', {
    confirmerId: actor,
    ...expires,
  });
  return act(`dualControl.confirm ${name}`, {
    fr: `Confirmer : ${fr}`,
    en: `Confirm: ${en}`,
    by: who('dualControl.confirm', (s) => ({ personId: proposer(s) })),
    on: { table: 'proposal' },
    named,
    says: { act: constant(name), argsHash: from('proposal.argsHash'), ...says },
    writes: [step, ...writes],
    before: [
      must('c’est bien cet acte qui fut proposé', 'it is the act that was proposed', (s) => {
        return decided(name, s) !== undefined;
      }),
      inTime,
      ofPeople(
        must('celui qui propose pourrait encore le faire', 'who proposed it still may', (s) => {
          return hasRight(s, proposer(s), right);
        }),
        'confirme pour qui n’a plus ce droit',
        'confirms for whoever has that right no more',
      ),
      theyHold(name),
      ...waited(name),
      ...notAboutThem(name),
      ...inOrder(name),
      ...before,
    ],
  });
}

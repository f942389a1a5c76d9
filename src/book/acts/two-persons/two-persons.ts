import { act, adds, type Condition, must, not, service, type Words, who } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { actor, constant, now, subject } from '../../language/sources.ts';
import { stepActs } from '../../language/step-act.ts';
import { brokenRelation } from '../../rights/relations.ts';
import type { Right } from '../../rights/sentences.ts';
import { DECISION_NAMES, DECISIONS, type DecisionName, isDecision, MOST_PROPOSED } from '../../rules/decisions.ts';
import { hoursAndDayLater, minutesLater } from '../../rules/limits.ts';
import type { Role } from '../../tables/codes.ts';
import { PROPOSED_WHEN } from './bring-back.ts';
import { argsOfShape, hashOfArgs, inOrder, notAboutThem, outOfTime } from './decided.ts';

/** Until when a proposal of this act may be confirmed. */
const untilWhen = (name: DecisionName) => {
  const { waits } = DECISIONS[name];
  return waits === undefined ? minutesLater('dual.confirmMinutes') : hoursAndDayLater(waits);
};
const proposing = [...new Set(DECISION_NAMES.map((name) => DECISIONS[name].right))];

/**
 * The proposer may cancel a proposal as long as they may propose such an act; other people's may be cancelled by
 * anybody who may propose acts.
 */
const mayCancel = (s: Scene): boolean => {
  const name = s.value('proposal.act');
  const own = s.value('proposal.proposerId') === s.entry.actor;
  const right = own && isDecision(name) ? DECISIONS[name].right : 'dualControl.propose';
  const person = { personId: s.entry.actor, service: '', scopes: ['*'] };
  return brokenRelation(s.entry.role as Role, right, person, {}) === undefined;
};

const fewWait = must(
  `moins de ${MOST_PROPOSED} propositions de la personne sont en attente`,
  `fewer than ${MOST_PROPOSED} proposals of the person wait`,
  (s) => s.count('proposalsOfPerson', s.entry.actor) < MOST_PROPOSED,
);
const proposalStep = stepActs('proposal');
const isTheirs = must('c’est la sienne', 'it is theirs', (s) => s.value('proposal.proposerId') === s.entry.actor);
/** A proposal ends without being done: who made it takes it away, or somebody else refuses it. Its entry says which. */
const cancels = (kind: 'withdrawn' | 'refused', words: Words, whose: Condition) =>
  proposalStep(`dualControl.cancel ${kind}`, 'cancel', {
    ...words,
    by: proposing.map((right: Right) => who(right)),
    says: { kind: constant(kind) },
    before: [
      whose,
      must('c’est la sienne, ou il pourrait la faire', 'it is theirs, or one that they may make', mayCancel),
    ],
  });

/** Dual control: one person proposes an exact act, another confirms it within minutes (confirmations.ts), or it ends. */
export const TWO_PERSONS_ACTS = [
  ...DECISION_NAMES.map((name) =>
    act(`dualControl.propose ${name}`, {
      fr: `Proposer : ${DECISIONS[name].fr}`,
      en: `Propose: ${DECISIONS[name].en}`,
      by: who(DECISIONS[name].right),
      on: { table: 'proposal', fresh: true },
      says: { act: constant(name) },
      writes: [
        adds('proposal', {
          id: subject,
          act: constant(name),
          args: argsOfShape(name),
          argsHash: hashOfArgs(name),
          proposerId: actor,
          state: constant('proposed'),
          proposedAt: now,
          expiresAt: untilWhen(name),
        }),
      ],
      before: [fewWait, ...notAboutThem(name), ...inOrder(name), ...(PROPOSED_WHEN[name] ?? [])],
    }),
  ),
  cancels('withdrawn', { fr: 'Retirer une proposition', en: 'Take a proposal away' }, isTheirs),
  cancels('refused', { fr: 'Refuser une proposition', en: 'Refuse a proposal' }, not(isTheirs)),
  proposalStep('dualControl.expire', 'expire', {
    fr: 'Constater qu’une proposition n’a pas été confirmée à temps',
    en: 'End a proposal that was not confirmed in time',
    by: service('son délai est passé', 'its time is over'),
    before: [outOfTime],
  }),
];

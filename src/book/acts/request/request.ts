import { isSomebody } from '../../judge/standing.ts';
import { act, adds, all, moves, must, not, ofPeople, service, sets, who } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import {
  actor,
  committed,
  computed,
  empty,
  fresh,
  from,
  fromNew,
  given,
  now,
  numberIn,
  oneOf,
  subject,
} from '../../language/sources.ts';
import { type StepSpec, stepActs } from '../../language/step-act.ts';
import type { ActedOn } from '../../rights/relations.ts';
import { limitOf, minutesLater, settingsOf } from '../../rules/limits.ts';
import { deviceOfRequest, fewDevices, isNewDevice } from '../../rules/request/devices.ts';
import { confirmed, prioritySeen } from '../../rules/waiting/priority.ts';
import { DEVICE_KINDS, REPLACEMENT_REASONS, REQUEST_KINDS, type RequestKind } from '../../tables/codes.ts';
import { isOneOf } from '../../tables/one-of.ts';
import { type Row, textOf } from '../../tables/row.ts';
import { REQUEST_WAITING, WORKSTATION_IN_SERVICE } from '../../tables/states.ts';
import { PROMISE_ACTS } from '../waiting/promise.ts';
import { SERVICE_LEVEL_ACTS } from '../waiting/service-level.ts';
import { fewForMachine, fewOpen } from './few-requests.ts';
import { anew, asked, endsOvertaken, holderOfRequest, noObstacle } from './new-request.ts';
import { RENEWAL_ACTS } from './renewal.ts';

/** Approvals that stand for what the request says now. */
function liveApprovals(s: Scene): Row[] {
  const request = s.row('request');
  const all = s.find('approvalsOfRequest', textOf(request, 'id'));
  return all.filter((approval) => approval.contentHash === request?.['contentHash']);
}
/** The request of the scene, as far as rights depend on it. */
export function requestActedOn(s: Scene): ActedOn {
  const request = s.row('request');
  return {
    holderId: textOf(request, 'holderId'),
    askerId: textOf(request, 'askerId'),
    producerId: textOf(request, 'producerId'),
    service: String(request?.['service']),
    approverIds: liveApprovals(s).map((approval) => String(approval['approverId'])),
  };
}
const approvals = (s: Scene): readonly Row[] => s.find('approvalsOfRequest', s.subjectId);

/** With this approval there are as many persons as the policy asks for. */
const enough = must(
  'avec celle-ci, autant de personnes approuvent que la politique le demande',
  'with this one as many persons approve as the policy asks for',
  (s) => {
    const kind = String(s.value('request.kind')) as RequestKind;
    const persons = new Set([...liveApprovals(s).map((a) => a['approverId']), s.entry.actor]);
    return persons.size >= limitOf(settingsOf(s), `approvals:${kind}`);
  },
);
const notApprovedBefore = ofPeople(
  must(
    'l’acteur n’a pas encore approuvé ce contenu',
    'the actor has not approved this content yet',
    (s) => !liveApprovals(s).some((approval) => approval['approverId'] === s.entry.actor),
  ),
  'a déjà approuvé cette demande',
  'approved this request already',
);
const isSubmitted = must('la demande attend une décision', 'the request waits for a decision', (s) => {
  return s.value('request.state') === 'submitted';
});
const waits = must('la demande attend, et nul ne la produit', 'the request waits, and nobody makes it', (s) => {
  return isOneOf(REQUEST_WAITING, s.value('request.state'));
});
const isAnotherPriority = must(
  'la priorité confirmée est une autre qu’avant',
  'the confirmed priority is another than before',
  (s) => s.written('request.confirmedPriority') !== s.value('request.confirmedPriority'),
);
const noOpenJob = must('aucune production n’est en cours', 'no production of it is running', (s) => {
  return s.find('openJobsOfRequest', s.value('request.id') ?? null).length === 0;
});
const leaseOver = must(
  'la réservation est échue',
  'the lease is over',
  (s) => Number(s.value('request.leaseUntil')) < s.clock.latest,
);
/** Production needs a workstation in service. */
export const workstationInService = must(
  'le poste est en service, prêté ou non',
  'the workstation is in service, lent or not',
  (s) => {
    const id = textOf(s.row('request'), 'workstationId');
    const state = id === null ? undefined : s.get('workstation', id)?.state;
    return id === null || isOneOf(WORKSTATION_IN_SERVICE, state);
  },
);
const isReplacement = must(
  'c’est un remplacement',
  'it is a replacement',
  (s) => s.written('request.kind') === 'replacement',
);
const asksForToken = must('la demande est celle d’un jeton', 'the request is for a token', (s) => {
  return s.value('request.kind') !== 'nomade';
});

const cancelled = all(approvals, sets('approval', { withdrawnAt: now }));
/** A lease that ends: nobody produces it, and it keeps its place in the queue. */
export const unleased = { producerId: empty, leaseUntil: empty };

const requestStep = stepActs('request');
type OwnStep = 'amend' | 'withdraw' | 'takeBackApproval' | 'reject' | 'askInformation' | 'putBack';
/** A step after which both the act and the right to it are named. */
const ownStep = (step: OwnStep, spec: Omit<StepSpec, 'by'>) =>
  requestStep(`request.${step}`, step, { ...spec, by: who(`request.${step}`, requestActedOn) });

/** Step 4 and 5: an agent asks, an approver decides; step 6 begins with a technician who takes it. */
export const REQUEST_ACTS = [
  act('request.submit', {
    fr: 'Demander un jeton ou un certificat Nomade',
    en: 'Ask for a token or a nomade credential',
    by: who('request.submit', (s) => ({
      holderId: String(s.written('request.holderId')),
      askerId: s.entry.actor,
      service: String(s.value('holder.service')),
    })),
    on: { table: 'request', fresh: true },
    named: { holder: holderOfRequest },
    writes: [
      adds('request', {
        ...anew,
        kind: oneOf(REQUEST_KINDS),
        reason: given(isReplacement, oneOf(REPLACEMENT_REASONS), empty),
        holderId: computed('une personne connue et active', 'a person who is known and not disabled', (v, s) => {
          return typeof v === 'string' && isSomebody(s, v);
        }),
        askerId: actor,
        deviceId: deviceOfRequest,
        priority: numberIn(0, 2),
        ...asked,
      }),
      adds(
        'device',
        {
          id: fresh,
          holderId: fromNew('request.holderId'),
          kind: oneOf(DEVICE_KINDS),
          name: committed,
          addedAt: now,
        },
        { when: isNewDevice },
      ),
      ...endsOvertaken,
    ],
    before: [...noObstacle, fewOpen, fewForMachine, fewDevices],
  }),
  ...RENEWAL_ACTS,
  ...PROMISE_ACTS,
  ...SERVICE_LEVEL_ACTS,
  ownStep('amend', {
    fr: 'Modifier ce qui est demandé ; les approbations données sont annulées',
    en: 'Change what is asked; the approvals given are cancelled',
    cells: { ...asked, approvedAt: empty },
    also: [cancelled],
    before: [...noObstacle, fewForMachine],
  }),
  ownStep('withdraw', {
    fr: 'Annuler la demande',
    en: 'Withdraw the request',
    cells: { closedAt: now },
  }),
  act('request.approve', {
    fr: 'Approuver la demande telle qu’elle se lit',
    en: 'Approve the request as it reads',
    by: who('request.approve', requestActedOn),
    on: { table: 'request' },
    says: { seenPriority: prioritySeen },
    writes: [
      adds('approval', {
        id: fresh,
        requestId: subject,
        approverId: actor,
        contentHash: from('request.contentHash'),
        approvedAt: now,
      }),
      moves('request', 'approve', { approvedAt: now, ...confirmed }, { when: enough }),
      sets('request', { approvedAt: empty, ...confirmed }, { when: not(enough) }),
    ],
    before: [isSubmitted, notApprovedBefore],
  }),
  act('request.prioritise', {
    fr: 'Confirmer ou changer la priorité d’une demande, avec un motif',
    en: 'Confirm or change the priority of a request, with a reason',
    by: who('request.prioritise', requestActedOn),
    on: { table: 'request' },
    // each decision says what it replaces: none can be taken out, or used again
    says: { before: from('request.confirmedPriority'), seenPriority: prioritySeen },
    writes: [sets('request', confirmed)],
    before: [waits, isAnotherPriority],
  }),
  ownStep('takeBackApproval', {
    fr: 'Retirer une approbation avant la production',
    en: 'Take an approval back before production',
    cells: { approvedAt: empty },
    also: [cancelled],
  }),
  ownStep('reject', {
    fr: 'Refuser la demande, avec un motif',
    en: 'Reject the request, with a reason',
    cells: { answer: committed, closedAt: now },
    also: [cancelled],
  }),
  ownStep('askInformation', {
    fr: 'Renvoyer la demande avec une question',
    en: 'Send the request back with a question',
    cells: { answer: committed, closedAt: empty },
    also: [cancelled],
  }),
  requestStep('request.take', 'take', {
    fr: 'Prendre la demande suivante de la file',
    en: "Take the queue's next request",
    by: who('production.produce', requestActedOn),
    cells: { producerId: actor, leaseUntil: minutesLater('production.leaseMinutes') },
    before: [asksForToken, workstationInService],
  }),
  ownStep('putBack', {
    fr: 'Remettre la demande dans la file, à sa place',
    en: 'Put the request back into the queue, where it keeps its place',
    cells: unleased,
    before: [noOpenJob],
  }),
  requestStep('request.leaseExpired', 'putBack', {
    fr: 'Rendre à la file une demande dont la réservation est échue',
    en: 'Give a request whose lease is over back to the queue',
    by: service('la réservation est échue', 'the lease is over'),
    cells: unleased,
    before: [leaseOver, noOpenJob],
  }),
];

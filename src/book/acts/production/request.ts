import { isSomebody } from '../../judge/standing.ts';
import {
  act,
  adds,
  all,
  by,
  moves,
  must,
  type Named,
  not,
  ofPeople,
  service,
  sets,
  type Words,
  who,
} from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import {
  actor,
  committed,
  computed,
  constant,
  empty,
  fresh,
  from,
  fromNew,
  given,
  input,
  maybe,
  newDigest,
  now,
  numberIn,
  oneOf,
  subject,
} from '../../language/sources.ts';
import { type StepSpec, stepActs } from '../../language/step-act.ts';
import type { ActedOn } from '../../rights/relations.ts';
import {
  asksTemporary,
  endsRequest,
  type FormerToken,
  type Obstacle,
  obstacleTo,
  predecessorOf,
  type Wish,
} from '../../rules/asking.ts';
import { profileForPeople } from '../../rules/certificates.ts';
import { limitOf, minutesLater, settingsOf } from '../../rules/limits.ts';
import { isAskedAlready, isDue, renewalPolicyOf } from '../../rules/renewals.ts';
import { type Row, textOf } from '../../tables/row.ts';
import { WORKSTATION_IN_SERVICE, WORKSTATION_USABLE } from '../../tables/states.ts';
import { REPLACEMENT_REASONS, REQUEST_KINDS, type ReplacementReason, type RequestKind } from '../../tables/tables.ts';
import { fewOpen } from './few-requests.ts';

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

/** A workstation that may be asked for. */
const usable = computed(
  'un poste ni perdu, ni bloqué, ni réformé ; aucun pour un certificat nomade',
  'a workstation that is not lost, blocked or retired; none for a nomade credential',
  (v, s) => {
    if (s.written('request.kind') === 'nomade') return v === null;
    const state = typeof v === 'string' ? s.get('workstation', v)?.state : undefined;
    return (WORKSTATION_USABLE as readonly string[]).includes(String(state));
  },
);
/** What is asked for, as it is written. */
const wish = (s: Scene): Wish => ({
  kind: String(s.written('request.kind')) as RequestKind,
  reason: (s.written('request.reason') ?? null) as ReplacementReason | null,
});
/** For whom and for which workstation. */
const forWhom = (s: Scene) =>
  [s.written('request.holderId') ?? null, s.written('request.workstationId') ?? null] as const;
/** The tokens that the holder has or had for the workstation. */
const formerTokens = (s: Scene): FormerToken[] =>
  s.find('formerTokens', ...forWhom(s)).map(({ id, state, activatedAt, requestId }) => ({
    ...{ id, state, activatedAt },
    temporary: asksTemporary(s.get('request', String(requestId))),
  }));
/** The token that a renewal or a replacement follows: the holder's own on that workstation. */
const predecessor = computed(
  'le jeton du porteur sur ce poste : celui qui est actif pour un renouvellement, le dernier en service pour un remplacement, jamais un jeton temporaire ; vide s’il n’y en a pas',
  "the holder's token on that workstation: the active one for a renewal, the last in use for a replacement, never a temporary one; nothing if there is none",
  (v, s) => v === predecessorOf(wish(s), formerTokens(s)),
);
/** A request's number: what people say on the telephone. */
export const requestNumber = computed(
  'DEM-, l’année et un numéro nouveau',
  'DEM-, the year and a new number',
  (v, s) => {
    const year = new Date(s.clock.latest).getUTCFullYear();
    const before = new Date(s.clock.earliest - 2_000).getUTCFullYear();
    const [, named] = /^DEM-(\d{4})-\d{5,9}$/.exec(String(v)) ?? [];
    return [year, before].map(String).includes(String(named)) && s.isNew('request.number', String(v));
  },
);
const place = input('un lieu', 'a place', /^[^\p{Cc}]{1,100}$/u);
const isReplacement = must(
  'c’est un remplacement',
  'it is a replacement',
  (s) => s.written('request.kind') === 'replacement',
);

/** What stands against the request, beside what the holder has for its workstation already. */
const obstacle = (s: Scene): Obstacle | undefined =>
  s.written('request.workstationId') === null ? undefined : obstacleTo(wish(s), formerTokens(s));
const NO_OBSTACLE: Readonly<Record<Obstacle, Words>> = {
  'active-token': {
    fr: 'une première dotation n’a pas lieu à côté d’un jeton actif',
    en: 'a first issue is not asked for beside an active token',
  },
  'temporary-token': {
    fr: 'un jeton temporaire n’est pas demandé à côté d’un autre',
    en: 'a temporary token is not asked for beside another',
  },
  'loss-not-reported': {
    fr: 'la perte ou le vol d’un jeton est déclaré avant que l’on demande son remplacement',
    en: 'the loss or theft of a token is reported before its replacement is asked for',
  },
  'nothing-to-renew': {
    fr: 'un jeton actif, qui n’est pas temporaire, est renouvelé',
    en: 'an active token, which is not a temporary one, is renewed',
  },
};
/** What the holder has already on the workstation does not forbid another, for none of these reasons. */
const noObstacle = Object.entries(NO_OBSTACLE).map(([why, { fr, en }]) => must(fr, en, (s) => obstacle(s) !== why));

/** What was open for the same holder and workstation, and nobody waits for any more. */
const overtaken = (s: Scene): readonly Row[] =>
  s.find('openRequests', ...forWhom(s)).filter((open) => open.id !== s.subjectId && endsRequest(wish(s), open));
/** It is withdrawn in the same entry. */
const endsOvertaken = all(overtaken, moves('request', 'withdraw', { closedAt: now }, { as: 'overtaken' }));

/** The service asks by itself in the last days of a certificate, and in no others. */
const endIsNear = must(
  'le certificat du jeton est bon et prend fin dans `renewal.firstDays` jours au plus',
  'the certificate of the token is good and ends in renewal.firstDays days at most',
  (s) =>
    s.value('certificate.state') === 'good' &&
    isDue({ notAfter: Number(s.value('certificate.notAfter')) }, s.clock.latest, renewalPolicyOf(settingsOf(s))),
);

/** The service asks once: what was withdrawn or rejected since is not asked for again. */
const notAskedBefore = must(
  'ce renouvellement n’a pas encore été demandé dans ce délai',
  'this renewal was not asked for in this time yet',
  (s) => {
    const [tokenId, notAfter] = [String(s.value('token.id')), Number(s.value('certificate.notAfter'))];
    const policy = renewalPolicyOf(settingsOf(s));
    const all = s.find('requestsOfPerson', s.written('request.holderId') ?? null);
    return !all.some((request) => isAskedAlready(request, { tokenId, notAfter }, policy));
  },
);

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
const noOpenJob = must('aucune production n’est en cours', 'no production of it is running', (s) => {
  return s.find('openJobsOfRequest', s.value('request.id') ?? null).length === 0;
});
const leaseOver = must(
  'le bail est échu',
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
    return id === null || (WORKSTATION_IN_SERVICE as readonly unknown[]).includes(state);
  },
);
const asksForToken = must('la demande est celle d’un jeton', 'the request is for a token', (s) => {
  return s.value('request.kind') !== 'nomade';
});

const asked = {
  workstationId: usable,
  deliverySite: place,
  comment: maybe(committed),
  replacesTokenId: predecessor,
  contentHash: newDigest('request.contentHash'),
  contentSalt: committed,
};
/** A new request, whoever asks. */
const anew = {
  id: subject,
  number: requestNumber,
  profile: profileForPeople,
  state: constant('submitted'),
  service: from('holder.service'),
  submittedAt: now,
};
const holderOfRequest: Named = {
  table: 'person',
  find: (s) => s.get('person', String(s.written('request.holderId'))),
};
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
    fr: 'Demander un jeton ou un certificat nomade',
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
        priority: numberIn(0, 2),
        ...asked,
      }),
      endsOvertaken,
    ],
    before: [...noObstacle, fewOpen],
  }),
  act('request.renewDue', {
    fr: 'Demander, au nom de son porteur, le renouvellement d’un jeton dont la fin approche',
    en: 'Ask, in its holder’s name, for the renewal of a token whose end is near',
    by: service('le certificat du jeton arrive bientôt à son terme', 'the certificate of the token ends soon'),
    on: { table: 'request', fresh: true },
    named: {
      holder: holderOfRequest,
      token: { table: 'token', find: (s) => s.get('token', String(s.written('request.replacesTokenId'))) },
      certificate: by('certificate', 'token.certificateId'),
    },
    writes: [
      adds('request', {
        ...anew,
        ...asked,
        kind: constant('renewal'),
        reason: empty,
        holderId: computed(
          'le porteur du jeton, connu et actif',
          'the holder of the token, known and not disabled',
          (v, s) => {
            return typeof v === 'string' && v === s.value('token.holderId') && isSomebody(s, v);
          },
        ),
        askerId: fromNew('request.holderId'),
        workstationId: usable,
        deliverySite: from('holder.site'),
        priority: constant(0),
        comment: empty,
      }),
    ],
    before: [endIsNear, notAskedBefore, fewOpen],
  }),
  ownStep('amend', {
    fr: 'Modifier ce qui est demandé ; les approbations données tombent',
    en: 'Change what is asked; the approvals given fall',
    cells: { ...asked, approvedAt: empty },
    also: [cancelled],
    before: noObstacle,
  }),
  ownStep('withdraw', {
    fr: 'Retirer la demande',
    en: 'Withdraw the request',
    cells: { closedAt: now },
  }),
  act('request.approve', {
    fr: 'Approuver la demande telle qu’elle se lit',
    en: 'Approve the request as it reads',
    by: who('request.approve', requestActedOn),
    on: { table: 'request' },
    writes: [
      adds('approval', {
        id: fresh,
        requestId: subject,
        approverId: actor,
        contentHash: from('request.contentHash'),
        approvedAt: now,
      }),
      moves('request', 'approve', { approvedAt: now }, { when: enough }),
      sets('request', { approvedAt: empty }, { when: not(enough) }),
    ],
    before: [isSubmitted, notApprovedBefore],
  }),
  ownStep('takeBackApproval', {
    fr: 'Reprendre une approbation avant la production',
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
    fr: 'Rendre à la file une demande dont le bail est échu',
    en: 'Give a request whose lease is over back to the queue',
    by: service('le bail est échu', 'the lease is over'),
    cells: unleased,
    before: [leaseOver, noOpenJob],
  }),
];

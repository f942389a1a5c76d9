import { neverSealed, profileConfirmed } from '../certificates.ts';
import { endsLetters, pinLettersOf, type Rows, revokes } from '../ends.ts';
import {
  aroundJob,
  byTechnicianOrResumed,
  failure,
  isOfKind,
  JOBS,
  type Made,
  ofThisRequest,
  producing,
  secretOfJob,
} from '../jobs.ts';
import { act, adds, by, changed, moves, must, not, type Source, service, sets, type Write, who } from '../language.ts';
import { minutesLater } from '../limits.ts';
import type { Scene } from '../scene.ts';
import {
  actor,
  computed,
  constant,
  empty,
  fresh,
  from,
  input,
  maybe,
  now,
  oneOf,
  plusOne,
  said,
  subject,
} from '../sources.ts';
import { noRestoreWaits } from '../standing.ts';
import { requestActedOn, unleased, workstationInService } from './request.ts';
import { deliveryOfToken, deliveryWhole, inStock, unbound } from './stock.ts';

const inQueue = must(
  'la demande est dans la file',
  'the request is in the queue',
  (s) => s.value('request.state') === 'approved',
);
const leased = { producerId: actor, leaseUntil: minutesLater('production.leaseMinutes') };
const takesRequest = [
  moves('request', 'take', leased, { when: inQueue }),
  sets('request', leased, { when: not(inQueue) }),
];
const ownLease = must(
  'la demande est dans la file, ou l’acteur l’a prise',
  'the request is in the queue, or the actor took it',
  (s) =>
    inQueue.holds(s) ||
    (s.value('request.state') === 'in_production' && s.value('request.producerId') === s.entry.actor),
);
const opensJob = (more: Readonly<Record<string, Source>> = {}): Write =>
  adds('job', {
    id: fresh,
    requestId: subject,
    technicianId: actor,
    state: constant('leased'),
    startedAt: now,
    ...more,
  });
const slot = maybe(input('un emplacement', 'a slot', /^[^\p{Cc}]{1,40}$/u));
const onToken = opensJob({ tokenId: from('token.id'), slot });

const label = computed(
  'le numéro de la demande et la fin du numéro de série',
  'request number and end of the serial number',
  (v, s) => {
    const text = `${s.value('request.number')}-${String(s.value('token.id')).slice(-8)}`;
    return v === text.replace(/[^\x20-\x7e]/g, '').slice(0, 32);
  },
);
/** From here on the token is bound to this request. */
const bound = {
  label,
  requestId: subject,
  holderId: from('request.holderId'),
  workstationId: from('request.workstationId'),
  keyId: input('un identifiant de clé', 'a key id', /^([0-9a-f]{2}){1,64}$/),
  certificateId: empty,
};
const tokenRow: Rows = (s) => [s.row('token') ?? {}];
const tokenStateIn = (s: Scene, states: readonly string[]): boolean => states.includes(String(s.value('token.state')));
const inUse: Rows = (s) => (tokenStateIn(s, ['active', 'suspended']) ? tokenRow(s) : []);
const outOfUse: Rows = (s) => (tokenStateIn(s, ['active', 'suspended']) ? [] : tokenRow(s));
const renewsInPlace = must(
  'la demande renouvelle ce jeton même, que le porteur a ou qu’il a rendu',
  'the request renews this very token, which its holder has or gave back',
  (s) =>
    s.value('request.kind') === 'renewal' &&
    s.value('request.replacesTokenId') === s.value('token.id') &&
    s.value('token.holderId') === s.value('request.holderId') &&
    tokenStateIn(s, ['active', 'suspended', 'revoked', 'expired', 'returned']),
);
const isNomade = must('la demande est celle d’un certificat nomade', 'the request is for a nomade credential', (s) => {
  return s.value('request.kind') === 'nomade';
});

const BEGIN = [
  act('production.begin token', {
    fr: 'Commencer à produire, avec un jeton du stock',
    en: 'Begin to produce, with a token of the stock',
    by: who('production.produce', requestActedOn),
    on: { table: 'request' },
    named: { token: changed('token'), ...deliveryOfToken },
    says: { kind: constant('token') },
    writes: [...takesRequest, moves('token', 'take', bound), onToken],
    before: [ownLease, not(isNomade), inStock, deliveryWhole, workstationInService, profileConfirmed, noRestoreWaits],
  }),
  act('production.begin same-token', {
    fr: 'Commencer à renouveler sur le jeton même : son certificat et ses lettres prennent fin',
    en: 'Begin to renew on the very token: its certificate and its letters end',
    by: who('production.produce', requestActedOn),
    on: { table: 'request' },
    named: { token: changed('token') },
    says: { kind: constant('same-token') },
    writes: [
      ...takesRequest,
      ...revokes({ tokens: inUse }, constant('superseded')),
      endsLetters(pinLettersOf(outOfUse)),
      moves(
        'token',
        'return',
        {},
        { when: not(must('le jeton est rendu', 'the token is returned', (s) => tokenStateIn(s, ['returned']))) },
      ),
      moves('token', 'restock'),
      moves('token', 'take', bound),
      onToken,
    ],
    before: [ownLease, renewsInPlace, workstationInService, profileConfirmed, noRestoreWaits],
  }),
  act('production.begin nomade', {
    fr: 'Commencer à faire un certificat nomade',
    en: 'Begin to make a nomade credential',
    by: who('credential.release', requestActedOn),
    on: { table: 'request' },
    says: { kind: constant('nomade') },
    writes: [...takesRequest, opensJob()],
    before: [ownLease, isNomade, profileConfirmed, noRestoreWaits],
  }),
];

const around = { job: changed('job'), certificate: by('certificate', 'job.certificateId'), token: aroundJob.token };
const letter = (kind: string, more: Readonly<Record<string, Source>>): Write =>
  adds(
    'letter',
    { id: fresh, kind: constant(kind), requestId: subject, state: constant('waiting'), ...more },
    { as: kind },
  );
const SEALED: Readonly<Record<Made, readonly Write[]>> = {
  token: [
    moves('token', 'seal', {
      certificateId: from('certificate.id'),
      cycle: plusOne('token.cycle'),
      soPinId: secretOfJob('so-pin'),
    }),
    letter('label', { tokenId: from('token.id') }),
    letter('pin', { tokenId: from('token.id'), secretId: secretOfJob('pin') }),
  ],
  nomade: [letter('pkcs12-password', { secretId: secretOfJob('pkcs12-password') })],
};

const wiped = must('le jeton a été effacé', 'the token was wiped', (s) => s.entry.detail['wiped'] === true);
const tokenOnBench = must('le jeton est en production', 'the token is in production', (s) =>
  tokenStateIn(s, ['in_production']),
);
const both = (fr: string, en: string, ...all: readonly ReturnType<typeof must>[]) =>
  must(fr, en, (s) => all.every((one) => one.holds(s)));
const UNDONE: Readonly<Record<Made, readonly Write[]>> = {
  token: [
    moves(
      'token',
      'putBack',
      { ...unbound, soPinId: secretOfJob('so-pin') },
      { when: both('le jeton en production a été effacé', 'the token in production was wiped', tokenOnBench, wiped) },
    ),
    moves(
      'token',
      'scrap',
      { label: empty },
      {
        when: both(
          'le jeton en production n’a pas été effacé',
          'the token in production was not wiped',
          tokenOnBench,
          not(wiped),
        ),
      },
    ),
  ],
  nomade: [],
};
const hasCertificate = must('un certificat est commandé', 'a certificate is ordered', (s) => {
  return ['intended', 'issued'].includes(String(s.value('certificate.state')));
});
const isTaken = must(
  'la demande est en production',
  'the request is in production',
  (s) => s.value('request.state') === 'in_production',
);
const ifInterrupted = must(
  '« interrupted » : le service a redémarré depuis',
  '"interrupted": the service started anew meanwhile',
  (s) => s.entry.detail['failure'] !== 'interrupted' || s.interrupted('job', String(s.value('job.id'))),
);

const endOf = ({ kind, fr, en, right }: (typeof JOBS)[number]) => [
  act(`production.seal ${kind}`, {
    fr: `Sceller la production ${fr} : le certificat est bon`,
    en: `Seal the production ${en}: the certificate is good`,
    by: [
      who(right, requestActedOn),
      service('il reprend une production interrompue', 'it goes on with production that was interrupted'),
    ],
    on: { table: 'request' },
    named: around,
    says: { kind: constant(kind) },
    writes: [
      moves('certificate', 'seal', { sealedAt: now }),
      moves('job', 'seal', { endedAt: now }),
      moves('request', 'seal', { producedAt: now, leaseUntil: empty }),
      ...SEALED[kind],
    ],
    before: [ofThisRequest, isOfKind(kind), byTechnicianOrResumed, producing, workstationInService, noRestoreWaits],
  }),
  act(`production.undo ${kind}!failed`, {
    fr: `Défaire la production ${fr}, qui a échoué`,
    en: `Undo the production ${en}, which failed`,
    by: service('elle a échoué, ou a été interrompue', 'it failed, or was interrupted'),
    on: { table: 'request' },
    named: around,
    says: { kind: constant(kind), failure, wiped: kind === 'token' ? oneOf([true, false]) : constant(false) },
    writes: [
      moves('job', 'undo', { endedAt: now, failure: said('failure') }),
      moves('request', 'putBack', unleased, { when: isTaken }),
      moves('certificate', 'revoke', neverSealed, { when: hasCertificate }),
      ...UNDONE[kind],
    ],
    before: [ofThisRequest, isOfKind(kind), ifInterrupted],
  }),
];

/** Step 6: a technician produces, on the bench or in a file; what fails is undone. */
export const PRODUCTION_ACTS = [...BEGIN, ...JOBS.flatMap(endOf)];

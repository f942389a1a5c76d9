import { holderIsHere, noRestoreWaits } from '../../judge/standing.ts';
import {
  act,
  adds,
  changed,
  moves,
  must,
  not,
  ofPeople,
  type Source,
  sets,
  type Write,
  who,
} from '../../language/language.ts';
import { endsLetters, pinLettersOf, type Rows, revokes } from '../../language/revokes.ts';
import type { Scene } from '../../language/scene.ts';
import { actor, computed, constant, empty, fresh, from, input, maybe, now, subject } from '../../language/sources.ts';
import { plainLine } from '../../language/typed-names.ts';
import { profileConfirmed } from '../../rules/certificates/certificates.ts';
import { minutesLater } from '../../rules/limits.ts';
import { renewsThisToken } from '../../rules/request/asking.ts';
import { tokenLabel } from '../../rules/request/token-label.ts';
import { runningRun } from '../../rules/service/nodes.ts';
import { notOnTheWay } from '../../rules/stock/locations.ts';
import { notRecalled } from '../../rules/stock/recalls.ts';
import { isOneOf } from '../../tables/one-of.ts';
import { TOKEN_ACTIVATED } from '../../tables/states.ts';
import { requestActedOn, workstationInService } from '../request/request.ts';
import { deliveryOfToken, deliveryWhole, inStock } from '../stock/stock.ts';

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
const ownLease = ofPeople(
  must(
    'la demande est dans la file, ou l’acteur l’a prise',
    'the request is in the queue, or the actor took it',
    (s) =>
      inQueue.holds(s) ||
      (s.value('request.state') === 'in_production' && s.value('request.producerId') === s.entry.actor),
  ),
  'n’a pas pris cette demande',
  'did not take this request',
);
const opensJob = (more: Readonly<Record<string, Source>> = {}): Write =>
  adds('job', {
    id: fresh,
    requestId: subject,
    technicianId: actor,
    state: constant('leased'),
    startedAt: now,
    run: runningRun,
    ...more,
  });
const slot = maybe(plainLine('un logement', 'a slot', 40));
const taken = { tokenId: from('token.id'), model: from('token.model'), locationId: from('token.locationId') };
const onToken = opensJob({ ...taken, slot });

const label = computed(
  'le numéro de la demande et la fin du numéro de série',
  'request number and end of the serial number',
  (v, s) => v === tokenLabel(String(s.value('request.number')), String(s.value('token.id'))),
);
/** From here on the token is bound to this request. */
const bound = {
  label,
  requestId: subject,
  holderId: from('request.holderId'),
  workstationId: from('request.workstationId'),
  keyId: input('un identifiant de clé', 'a key id', /^([0-9a-f]{2}){1,64}$/),
  certificateId: empty,
  // when it was received is its former holder's
  activatedAt: empty,
};
const tokenRow: Rows = (s) => [s.row('token') ?? {}];
const isActivated = (s: Scene): boolean => isOneOf(TOKEN_ACTIVATED, s.value('token.state'));
const isReturned = must('le jeton est rendu', 'the token is returned', (s) => s.value('token.state') === 'returned');
const inUse: Rows = (s) => (isActivated(s) ? tokenRow(s) : []);
const outOfUse: Rows = (s) => (isActivated(s) ? [] : tokenRow(s));
const renewsInPlace = must(
  'la demande renouvelle ce jeton même, que le porteur a ou qu’il a rendu',
  'the request renews this very token, which its holder has or gave back',
  (s) => renewsThisToken(s.row('request'), s.row('token')),
);
const isNomade = must('la demande est celle d’un certificat Nomade', 'the request is for a nomade credential', (s) => {
  return s.value('request.kind') === 'nomade';
});

/** Step 6: a technician begins to produce, on the bench or in a file. */
export const BEGIN_ACTS = [
  act('production.begin token', {
    fr: 'Commencer à produire, avec un jeton du stock',
    en: 'Begin to produce, with a token of the stock',
    by: who('production.produce', requestActedOn),
    on: { table: 'request' },
    named: { token: changed('token'), ...deliveryOfToken },
    says: { kind: constant('token') },
    writes: [...takesRequest, moves('token', 'take', bound), onToken],
    before: [
      ...[ownLease, holderIsHere, not(isNomade), inStock, deliveryWhole, notRecalled, notOnTheWay],
      ...[workstationInService, profileConfirmed, noRestoreWaits],
    ],
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
      moves('token', 'return', {}, { when: not(isReturned) }),
      moves('token', 'restock'),
      moves('token', 'take', bound),
      onToken,
    ],
    before: [
      ...[ownLease, holderIsHere, renewsInPlace, notRecalled, notOnTheWay],
      ...[workstationInService, profileConfirmed, noRestoreWaits],
    ],
  }),
  act('production.begin nomade', {
    fr: 'Commencer à faire un certificat Nomade',
    en: 'Begin to make a nomade credential',
    by: who('credential.release', requestActedOn),
    on: { table: 'request' },
    says: { kind: constant('nomade') },
    writes: [...takesRequest, opensJob()],
    before: [ownLease, holderIsHere, isNomade, profileConfirmed, noRestoreWaits],
  }),
];

import { dropsLost, endsWaiting } from '../../language/ends-waiting.ts';
import { act, all, moves, must, type Named, type Source, who } from '../../language/language.ts';
import { dropsUnfetched, type Rows, revokes } from '../../language/revokes.ts';
import type { Scene } from '../../language/scene.ts';
import { constant, now, oneOf, said } from '../../language/sources.ts';
import { begunFor, stopsForGood } from '../../language/stops.ts';
import type { ActedOn } from '../../rights/relations.ts';
import type { Right } from '../../rights/sentences.ts';
import { carrierOf } from '../../rules/certificates/carries.ts';
import { asksTemporary, endsWithLeaving, isLoss } from '../../rules/request/asking.ts';
import { BY_HAND } from '../../tables/codes.ts';
import { isOneOf } from '../../tables/one-of.ts';
import { type Row, textOf } from '../../tables/row.ts';
import { REQUEST_ON_ITS_WAY, REQUEST_WAITING, TOKEN_IN_USE } from '../../tables/states.ts';

/** The token that the serial number names, itself or by the certificate on it. */
const named: Named = {
  table: 'token',
  find: (s) => {
    const token = s.get('token', s.subjectId);
    const certificate = s.get('certificate', s.subjectId.toLowerCase());
    const carrier = carrierOf(certificate);
    return token ?? (carrier === null ? undefined : s.get('token', carrier));
  },
};
/** A certificate that no token carries: a credential, a workstation's, the service's own. */
const alone: Named = {
  table: 'certificate',
  find: (s) => (s.row('token') ? undefined : s.get('certificate', s.subjectId.toLowerCase())),
};
const one = (row: Row | undefined): Row[] => (row === undefined ? [] : [row]);
const bySerial = {
  on: { any: ['token'] },
  named: { token: named, certificate: alone },
  before: [
    must('un jeton ou un certificat porte ce numéro', 'a token or a certificate has this number', (s) => {
      return s.row('token') !== undefined || s.row('certificate') !== undefined;
    }),
  ],
} as const;
const tokens: Rows = (s) => one(s.row('token'));
const certificates: Rows = (s) => one(s.row('certificate'));

/** What this person holds, as far as rights depend on it. */
function heldBy(s: Scene, holderId: string | null): ActedOn {
  const holder = holderId === null ? undefined : s.get('person', holderId);
  // where nobody knows of whom it is, it is of no service: who may act for all of them may act
  return { holderId, service: holder ? String(holder.service) : null };
}
const actedOn = (s: Scene): ActedOn => heldBy(s, textOf(s.row('token') ?? s.row('certificate'), 'holderId'));
const lostTokens: Rows = (s) => (isLoss(s.entry.detail['reason']) ? tokens(s) : []);
const revokeAct = (right: Right, reasons: Source, words: { fr: string; en: string }) =>
  act(right, {
    ...words,
    ...bySerial,
    by: who(right, actedOn),
    says: { reason: reasons },
    writes: [
      ...revokes({ tokens, alone: certificates }, said('reason')),
      dropsUnfetched(certificates),
      endsWaiting(lostTokens),
    ],
  });

const isNomade = must('c’est un certificat Nomade', 'it is a nomade credential', (s) => {
  return s.row('token') === undefined && s.value('certificate.profile') === 'nomade';
});

const held: Rows = (s) => s.find('tokensOfPerson', s.subjectId);
const credentials: Rows = (s) => s.find('credentialsOfPerson', s.subjectId);
const begun: Rows = begunFor((s) => [s.subjectId]);
const requests: Rows = (s) => s.find('requestsOfPerson', s.subjectId).filter(endsWithLeaving);
/** What was made for them and waits to be received: no token of theirs is in use any more. */
const onTheirWay: Rows = (s) => requests(s).filter(({ state }) => isOneOf(REQUEST_ON_ITS_WAY, state));
/** What nobody has begun to make. */
const waiting: Rows = (s) => requests(s).filter(({ state }) => isOneOf(REQUEST_WAITING, state));
const hasAnything = must(
  'cette personne a quelque chose en service, ou une demande qui attend',
  'this person has something in use, or a request that waits',
  (s) => [held, credentials, begun, requests].some((rows) => rows(s).length > 0),
);

/** It was made beside one that was forgotten, which goes on. */
const isTemporary = must('c’est un jeton temporaire en service', 'it is a temporary token in use', (s) => {
  const { requestId, state } = s.row('token') ?? {};
  return isOneOf(TOKEN_IN_USE, state) && asksTemporary(s.get('request', String(requestId)));
});

/** Step 8: a loss revokes at once, with every certificate and every letter that hangs on it. */
export const REVOCATION_ACTS = [
  revokeAct('token.revoke', oneOf(BY_HAND), {
    fr: 'Révoquer un jeton ou un certificat',
    en: 'Revoke a token or a certificate',
  }),
  revokeAct('token.reportLoss', oneOf(['lost', 'stolen']), {
    fr: 'Déclarer une perte ou un vol',
    en: 'Report a loss or a theft',
  }),
  revokeAct('token.revokeByCode', constant('lost'), {
    fr: 'Révoquer par téléphone, avec le code du porteur',
    en: "Revoke by telephone, with the holder's code",
  }),
  act('credential.giveUp', {
    fr: 'Renoncer à son certificat Nomade : l’appareil ne sert plus, ou son porteur retire son accord',
    en: 'Give one’s nomade credential up: the device is not used any more, or its holder withdraws their agreement',
    ...bySerial,
    by: who('credential.giveUp', actedOn),
    says: { reason: constant('given-up') },
    writes: [...revokes({ alone: certificates }, said('reason')), dropsUnfetched(certificates)],
    before: [isNomade],
  }),
  act('token.endTemporary', {
    fr: 'Mettre fin à un jeton temporaire que son porteur a rendu',
    en: 'End a temporary token that its holder gave back',
    by: who('stock.change'),
    on: { table: 'token' },
    writes: revokes({ tokens }, constant('superseded')),
    before: [isTemporary],
  }),
  act('person.revokeAll', {
    fr: 'Révoquer tout ce qu’a en service une personne partie, et mettre fin à ses demandes qui attendent',
    en: 'Revoke everything that somebody who left has in use, and end their requests that wait',
    by: who('token.revoke', (s) => heldBy(s, s.subjectId)),
    // their row may be one that somebody edited: who has something in use is somebody
    on: { any: ['person'] },
    says: { reason: constant('left-service') },
    writes: [
      ...revokes({ tokens: held, alone: credentials }, said('reason')),
      dropsUnfetched(credentials),
      ...dropsLost(onTheirWay),
      all(waiting, moves('request', 'withdraw', { closedAt: now }, { as: 'waiting' })),
      ...stopsForGood((s) => [s.subjectId]),
    ],
    before: [hasAnything],
  }),
];

import { holderIsHere } from '../../judge/standing.ts';
import { act, adds, moves, must, not, who } from '../../language/language.ts';
import { revokes } from '../../language/revokes.ts';
import type { Scene } from '../../language/scene.ts';
import { actor, computed, constant, fresh, now, oneOf, subject } from '../../language/sources.ts';
import { currentHandover, hasHandover, tokenOfRequest } from '../../rules/handover/handovers.ts';
import { otherCredentials } from '../../rules/request/devices.ts';
import { NOMADE_TERMS, termsHashOf } from '../../rules/request/nomade-terms.ts';
import { isOneOf } from '../../tables/one-of.ts';
import { REQUEST_IN_WORKSHOP } from '../../tables/states.ts';
import { requestActedOn } from '../request/request.ts';

const request = { on: { table: 'request' }, named: { handover: currentHandover, token: tokenOfRequest } } as const;
const isNomade = must('la demande est celle d’un certificat Nomade', 'the request is for a nomade credential', (s) => {
  return s.value('request.kind') === 'nomade';
});

const isGood = must('son certificat est en cours de validité', 'its credential is good', (s) => {
  return s.find('credentialsOfRequest', s.subjectId).some(({ state }) => state === 'good');
});

const paper = (
  kind: string,
  words: { fr: string; en: string },
  before: Parameters<typeof must>[2],
  when: [string, string],
) =>
  act(`paper.print ${kind}`, {
    ...words,
    ...request,
    by: who('paper.print', requestActedOn),
    says: { kind: constant(kind) },
    before: [must(when[0], when[1], before)],
  });
const handedOver = (s: Scene, mode: string): boolean =>
  s.value('handover.mode') === mode && typeof s.value('handover.handedOverAt') === 'number';

/** Step 7, what goes with it: the download of a software credential, and papers without a secret. */
export const PAPER_ACTS = [
  act('credential.download', {
    ...request,
    fr: 'Télécharger une fois le certificat Nomade, après accord sur ses conditions ; celui d’avant sur cet appareil finit',
    en: 'Download the nomade credential, once, having agreed to its conditions; the one before it on that device ends',
    by: who('credential.download', requestActedOn),
    says: { form: oneOf(['modern', 'compatible']), terms: oneOf(NOMADE_TERMS.map(({ version }) => version)) },
    writes: [
      moves('request', 'download', { handedOverAt: now, closedAt: now }),
      ...revokes({ alone: otherCredentials }, constant('superseded')),
      adds(
        'handover',
        {
          id: fresh,
          requestId: subject,
          mode: constant('download'),
          operatorId: actor,
          acceptedAt: now,
          acceptedBy: actor,
          acceptanceProof: constant('own-factor'),
          termsHash: computed(
            'l’empreinte des conditions de la version dite',
            'the hash of the conditions of the version that is said',
            (v, s) => typeof v === 'string' && v === termsHashOf(s.entry.detail['terms']),
          ),
          handedOverAt: now,
          receiptAt: now,
          receiptBy: actor,
          receiptProof: constant('own-factor'),
        },
        { as: 'downloaded' },
      ),
    ],
    before: [isNomade, not(hasHandover), isGood, holderIsHere],
  }),
  paper(
    'work-order',
    { fr: 'Imprimer la fiche de production', en: 'Print the work order' },
    (s) => s.value('request.kind') !== 'nomade' && isOneOf(REQUEST_IN_WORKSHOP, s.value('request.state')),
    ['la demande, approuvée, est celle d’un jeton', 'the request is approved and for a token'],
  ),
  paper(
    'transport-note',
    { fr: 'Imprimer le bordereau de transport', en: 'Print the transport note' },
    (s) => handedOver(s, 'shipment'),
    ['le jeton est expédié', 'the token was shipped'],
  ),
  paper(
    'handover-sheet',
    { fr: 'Imprimer le procès-verbal de remise', en: 'Print the hand-over sheet' },
    (s) => handedOver(s, 'desk'),
    ['le jeton est remis au guichet', 'the token was handed over at the desk'],
  ),
];

import { act, adds, moves, must, not, who } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { actor, constant, fresh, now, oneOf, subject } from '../../language/sources.ts';
import { currentHandover, hasHandover, tokenOfRequest } from '../../rules/handovers.ts';
import { requestActedOn } from '../production/request.ts';

const request = { on: { table: 'request' }, named: { handover: currentHandover, token: tokenOfRequest } } as const;
const isNomade = must('la demande est celle d’un certificat nomade', 'the request is for a nomade credential', (s) => {
  return s.value('request.kind') === 'nomade';
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
    fr: 'Télécharger une fois le certificat nomade',
    en: 'Download the nomade credential, once',
    by: who('credential.download', requestActedOn),
    says: { form: oneOf(['modern', 'compatible']) },
    writes: [
      moves('request', 'handOver', { handedOverAt: now }),
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
          handedOverAt: now,
        },
        { as: 'downloaded' },
      ),
    ],
    before: [isNomade, not(hasHandover)],
  }),
  paper(
    'work-order',
    { fr: 'Imprimer la fiche de production', en: 'Print the work order' },
    (s) =>
      s.value('request.kind') !== 'nomade' && ['approved', 'in_production'].includes(String(s.value('request.state'))),
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

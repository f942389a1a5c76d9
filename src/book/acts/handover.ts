import {
  accepted,
  atDesk,
  challenged,
  currentHandover,
  handedOverBy,
  hasHandover,
  isProduced,
  tokenOfRequest,
} from '../handovers.ts';
import { act, adds, moves, must, not, service, sets, who } from '../language.ts';
import { endsLetters, type Rows, revokes } from '../revokes.ts';
import { textOf } from '../row.ts';
import type { Scene } from '../scene.ts';
import { actor, committed, constant, empty, fresh, from, now, oneOf, said, subject } from '../sources.ts';
import { TOKEN_IN_USE } from '../states.ts';
import { requestActedOn } from './request.ts';

const DAY = 86_400_000;
/** Two tokens overlap no longer than this, whether its holder says that they have the new one or not. */
const OVERLAP_MS = 30 * DAY;
const isInUse = (state: unknown): boolean => (TOKEN_IN_USE as readonly unknown[]).includes(state);

const around = { handover: currentHandover, token: tokenOfRequest };
const request = { on: { table: 'request' }, named: around } as const;
/** The holder, or who acts for them: not who has the token in hand. */
const receiver = (s: Scene) => ({ ...requestActedOn(s), ...handedOverBy(s) });

const byTechnicianAtDesk = must(
  'un technicien n’accepte qu’au guichet, devant le porteur',
  'a technician accepts at the desk alone, before the holder',
  (s) => s.entry.role !== 'technician' || s.value('handover.mode') === 'desk',
);
const notAcceptedYet = not(accepted);
const isDownload = must('la remise est un téléchargement', 'the hand-over is a download', (s) => {
  return s.value('handover.mode') === 'download';
});
const hasToken = must('la remise est celle d’un jeton', 'the hand-over is of a token', (s) => {
  return s.value('handover.mode') !== 'download';
});
const acceptedOrDownload = must(
  'le certificat a été accepté, ou téléchargé par son porteur',
  'the certificate was accepted, or downloaded by its holder',
  (s) => isDownload.holds(s) || accepted.holds(s),
);
const noReceiptYet = must(
  'aucun reçu n’est encore donné',
  'there is no receipt yet',
  (s) => s.value('handover.receiptAt') === null,
);
/** Token and PIN travel apart: once the letter of this production was printed, the token is handed over at the desk. */
const noLetterOut = must(
  'la lettre du code PIN de ce jeton n’est pas sortie',
  'the PIN letter of this token was not printed',
  (s) =>
    s
      .find('pinLettersGone', s.subjectId)
      .every(({ printedAt }) => Number(printedAt ?? 0) < Number(s.value('request.producedAt') ?? 0)),
);
const isNomade = must('la demande est celle d’un certificat nomade', 'the request is for a nomade credential', (s) => {
  return s.value('request.kind') === 'nomade';
});

/** Whatever else the holder had in use for this workstation ends; a temporary token leaves the others alone. */
const others: Rows = (s) => {
  const [token, asked] = [s.row('token'), s.row('request')];
  const workstation = textOf(asked, 'workstationId');
  if (token === undefined || asked?.['reason'] === 'forgotten' || workstation === null) return [];
  const all = s.find('tokensOfHolder', textOf(asked, 'holderId'), workstation);
  return all.filter(({ id, state }) => id !== token['id'] && isInUse(state));
};
const superseded = revokes({ tokens: others }, constant('superseded'));

/** A token that is lost or dead on arrival ends with everything of its production. */
const produced: Rows = (s) => s.find('tokensOfRequest', s.subjectId).filter(({ state }) => isInUse(state));
const credentials: Rows = (s) => s.find('credentialsOfRequest', s.subjectId);
const labels: Rows = (s) => s.find('lettersOfRequest', s.subjectId).filter(({ kind }) => kind === 'label');

const overlapOver = must(
  'la remise au guichet date de plus de 30 jours',
  'it was handed over at the desk over 30 days ago',
  (s) => Number(s.value('handover.handedOverAt')) + OVERLAP_MS < s.clock.latest,
);
const inHand = must('le jeton remis est toujours en service', 'the token that was handed over is still in use', (s) => {
  return s.value('token.state') === 'handed_over' && s.value('token.id') === s.value('handover.tokenId');
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

/** Step 7: the token is handed over or shipped, the certificate accepted, the receipt confirmed. */
export const HANDOVER_ACTS = [
  act('handover.challenge', {
    ...request,
    fr: 'Faire signer au jeton son défi de remise, au guichet',
    en: 'Have the token sign the challenge of its hand-over, at the desk',
    by: who('handover.challenge', requestActedOn),
    writes: [
      adds(
        'handover',
        {
          id: fresh,
          requestId: subject,
          tokenId: from('token.id'),
          mode: constant('desk'),
          operatorId: actor,
          challengedAt: now,
        },
        { as: 'begun', when: not(hasHandover) },
      ),
      sets('handover', { challengedAt: now, operatorId: actor }, { when: hasHandover }),
    ],
    before: [
      isProduced,
      must('le jeton est produit', 'the token is produced', (s) => s.value('token.state') === 'produced'),
    ],
  }),
  act('handover.accept', {
    ...request,
    fr: 'Accepter le certificat, dont le contenu a été montré',
    en: 'Accept the certificate, whose content was shown',
    by: who('handover.accept', receiver),
    says: { witness: actor },
    writes: [sets('handover', { acceptedAt: now, acceptedBy: from('request.holderId') })],
    before: [challenged, notAcceptedYet, byTechnicianAtDesk],
  }),
  act('handover.handOver', {
    ...request,
    fr: 'Remettre le jeton à son porteur, au guichet',
    en: 'Hand the token to its holder, at the desk',
    by: who('handover.handOver', requestActedOn),
    writes: [
      moves('request', 'handOver', { handedOverAt: now }),
      moves('token', 'handOver'),
      sets('handover', { handedOverAt: now, operatorId: actor }),
    ],
    before: [atDesk, challenged, accepted],
  }),
  act('handover.ship', {
    ...request,
    fr: 'Expédier le jeton, qui vient de signer son défi',
    en: 'Ship the token, which has just signed its challenge',
    by: who('handover.ship', requestActedOn),
    writes: [
      moves('request', 'handOver', { handedOverAt: now }),
      moves('token', 'handOver'),
      adds(
        'handover',
        {
          id: fresh,
          requestId: subject,
          tokenId: from('token.id'),
          mode: constant('shipment'),
          operatorId: actor,
          challengedAt: now,
          trackingNumber: committed,
          handedOverAt: now,
        },
        { as: 'shipped' },
      ),
      sets('handover', { failedAt: now }, { when: hasHandover }),
    ],
    before: [noLetterOut],
  }),
  act('handover.confirmReceipt', {
    ...request,
    fr: 'Confirmer la réception : le jeton entre en service, celui qu’il remplace finit',
    en: 'Confirm the receipt: the token is in use, the one that it replaces ends',
    by: who('handover.confirmReceipt', receiver),
    writes: [
      moves('request', 'close', { closedAt: now }),
      sets('handover', { receiptAt: now, receiptBy: actor }),
      moves('token', 'activate', { activatedAt: now }, { when: hasToken }),
      ...superseded,
    ],
    before: [acceptedOrDownload, noReceiptYet],
  }),
  act('request.closeByRule', {
    ...request,
    fr: 'Clore une demande remise au guichet il y a 30 jours, que personne n’a confirmée',
    en: 'Close a request that was handed over at a desk 30 days ago and never confirmed',
    by: service('30 jours ont passé depuis la remise', '30 days have passed since it was handed over'),
    writes: [
      moves('request', 'close', { closedAt: now }),
      sets('handover', { receiptAt: now }),
      moves('token', 'activate', { activatedAt: now }, { when: inHand }),
      ...superseded,
    ],
    before: [atDesk, noReceiptYet, overlapOver],
  }),
  act('handover.repeat', {
    ...request,
    fr: 'Produire de nouveau : le jeton est mort à l’arrivée ou perdu en route',
    en: 'Produce again: the token is dead on arrival or lost on its way',
    by: who('handover.repeat', requestActedOn),
    says: { reason: oneOf(['dead-on-arrival', 'lost-in-transit']) },
    writes: [
      moves('request', 'repeat', { producerId: empty, producedAt: empty, handedOverAt: empty }),
      ...revokes({ tokens: produced, alone: credentials }, said('reason')),
      endsLetters(labels),
      sets('handover', { failedAt: now }, { when: hasHandover }),
    ],
  }),
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

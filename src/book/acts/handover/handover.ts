import { holderIsHere, isOpen } from '../../judge/standing.ts';
import { act, adds, all, moves, must, not, ofPeople, sets, who } from '../../language/language.ts';
import { endsLetters, type Rows, revokes } from '../../language/revokes.ts';
import { actor, committed, constant, empty, fresh, from, now, oneOf, said, subject } from '../../language/sources.ts';
import { ofRequest } from '../../rules/handover/appointments.ts';
import {
  accepted,
  atDesk,
  challenged,
  currentHandover,
  handedOverBy,
  hasHandover,
  identified,
  isProduced,
  noReceiptYet,
  tokenOfRequest,
  tokenWorks,
} from '../../rules/handover/handovers.ts';
import { isOfParcel } from '../../rules/handover/letter-addresses.ts';
import { REPEATED_FOR } from '../../tables/codes.ts';
import { isOneOf } from '../../tables/one-of.ts';
import { TOKEN_IN_USE } from '../../tables/states.ts';
import { requestActedOn } from '../request/request.ts';
import { isOpenWay } from './letters.ts';

const around = { handover: currentHandover, token: tokenOfRequest };
const request = { on: { table: 'request' }, named: around } as const;
/** Token and PIN travel apart: once the letter of this production was printed, the token is handed over at the desk. */
const noLetterOut = must(
  'la lettre du code PIN de ce jeton n’est pas sortie',
  'the PIN letter of this token was not printed',
  (s) =>
    s
      .find('pinLettersGone', s.subjectId)
      .every(({ printedAt }) => Number(printedAt ?? 0) < Number(s.value('request.producedAt') ?? 0)),
);
/** A letter goes elsewhere than the parcel. That the holder’s other address is not the parcel’s in other words, only the service sees. */
const pinReaches = must(
  'le code PIN peut atteindre son porteur : par lettre à une autre adresse que le colis, ou montré dans son compte',
  'the PIN can reach its holder: by letter to another address than the parcel, or shown in their account',
  (s) => {
    const holder = s.get('person', String(s.value('request.holderId')));
    if (holder === undefined) return false;
    const elsewhere = holder.postalAddress !== null || !isOfParcel(holder.site, s.value('request.deliverySite'));
    return (isOpenWay(s, 'letter') && elsewhere) || (isOpenWay(s, 'shown') && isOpen(s, String(holder.id)));
  },
);
/** A token that is lost or dead on arrival ends with everything of its production. */
const produced: Rows = (s) =>
  s.find('tokensOfRequest', s.subjectId).filter(({ state }) => isOneOf(TOKEN_IN_USE, state));
const credentials: Rows = (s) => s.find('credentialsOfRequest', s.subjectId);
const labels: Rows = (s) => s.find('lettersOfRequest', s.subjectId).filter(({ kind }) => kind === 'label');

/** Whoever printed the PIN letter of this production never has its token in hand. */
const printedNoLetter = ofPeople(
  must(
    'l’acteur n’a pas imprimé la lettre du code PIN de ce jeton',
    'the actor did not print the PIN letter of this token',
    (s) =>
      s
        .find('pinLettersGone', s.subjectId)
        .every(
          ({ printedBy, printedAt }) =>
            printedBy !== s.entry.actor || Number(printedAt ?? 0) < Number(s.value('request.producedAt') ?? 0),
        ),
  ),
  'a imprimé la lettre du code PIN',
  'printed the PIN letter',
);
const byAnother = must('un autre a commencé la remise', 'somebody else began the hand-over', (s) => {
  return hasHandover.holds(s) && s.value('handover.operatorId') !== s.entry.actor;
});
const begunBefore = ofPeople(
  must('l’acteur a commencé la remise', 'the actor began the hand-over', (s) => {
    return s.value('handover.operatorId') === s.entry.actor;
  }),
  'n’a pas commencé la remise',
  'did not begin the hand-over',
);
const isShipped = must('le jeton est expédié', 'the token was shipped', (s) => s.value('handover.mode') === 'shipment');

/** Step 7: the token is handed over at a desk, or shipped. */
export const HANDOVER_ACTS = [
  act('handover.challenge', {
    ...request,
    fr: 'Contrôler la clé du jeton, au guichet',
    en: 'Check the key of the token, at the desk',
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
        { as: 'begun', when: not(begunBefore) },
      ),
      sets('handover', { challengedAt: now }, { when: begunBefore }),
      sets('handover', { failedAt: now }, { when: byAnother }),
    ],
    before: [
      isProduced,
      holderIsHere,
      printedNoLetter,
      must('le jeton est produit', 'the token is produced', (s) => s.value('token.state') === 'produced'),
    ],
  }),
  act('handover.handOver', {
    ...request,
    fr: 'Remettre le jeton à son porteur, au guichet',
    en: 'Hand the token to its holder, at the desk',
    by: who('handover.handOver', requestActedOn),
    writes: [
      moves('request', 'handOver', { handedOverAt: now }),
      moves('token', 'handOver'),
      sets('handover', { handedOverAt: now }),
      all(ofRequest, moves('appointment', 'keep', { endedAt: now })),
    ],
    before: [atDesk, challenged, accepted, begunBefore, printedNoLetter, identified, holderIsHere],
  }),
  act('handover.ship', {
    ...request,
    fr: 'Expédier le jeton, dont la clé vient d’être contrôlée',
    en: 'Ship the token, whose key was just checked',
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
      all(ofRequest, moves('appointment', 'lapse', { endedAt: now })),
    ],
    before: [noLetterOut, pinReaches, holderIsHere],
  }),
  act('handover.receiveParcel', {
    ...request,
    fr: 'Confirmer la réception du colis, et rien d’autre : son porteur n’a encore rien reçu',
    en: 'Confirm the receipt of the parcel, and nothing else: its holder has received nothing yet',
    by: who('handover.receiveParcel', (s) => ({ ...requestActedOn(s), ...handedOverBy(s) })),
    writes: [sets('handover', { parcelAt: now, parcelBy: actor })],
    before: [
      isShipped,
      tokenWorks,
      holderIsHere,
      noReceiptYet,
      must('le colis n’est pas encore reçu', 'the parcel was not received yet', (s) => {
        return s.value('handover.parcelAt') === null;
      }),
    ],
  }),
  act('handover.repeat', {
    ...request,
    fr: 'Produire de nouveau : le jeton est hors d’usage à l’arrivée ou perdu en route',
    en: 'Produce again: the token is dead on arrival or lost on its way',
    by: who('handover.repeat', requestActedOn),
    says: { reason: oneOf(REPEATED_FOR) },
    writes: [
      moves('request', 'repeat', { producerId: empty, producedAt: empty, handedOverAt: empty }),
      ...revokes({ tokens: produced, alone: credentials }, said('reason')),
      endsLetters(labels),
      sets('handover', { failedAt: now }, { when: hasHandover }),
    ],
  }),
];

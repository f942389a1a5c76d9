import { holderIsHere } from '../../judge/standing.ts';
import { act, by, type Condition, moves, must, ofPeople, service, who } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { actor, computed, constant, empty, now, oneOf, said } from '../../language/sources.ts';
import type { ActedOn } from '../../rights/relations.ts';
import type { Right } from '../../rights/sentences.ts';
import { resetBy, resetOf } from '../../rules/handover/carriers.ts';
import { carriersOfToken, codeOpen, currentHandover, latestCode } from '../../rules/handover/handovers.ts';
import { isOfParcel } from '../../rules/handover/letter-addresses.ts';
import { isPinWayOpen, type PinWay } from '../../rules/handover/pin-ways.ts';
import { letterWaitsFor } from '../../rules/handover/secret-letters.ts';
import { limitOf, REPRINT_MS, settingsOf } from '../../rules/limits.ts';
import { LETTER_ADDRESSES, type Proof } from '../../tables/codes.ts';
import { isOneOf } from '../../tables/one-of.ts';
import { textOf } from '../../tables/row.ts';
import { SECRET_LETTERS } from '../../tables/states.ts';

const letter = {
  on: { table: 'letter' },
  named: {
    request: by('request', 'letter.requestId'),
    handover: currentHandover,
    holder: by('person', 'request.holderId'),
    code: latestCode,
  },
} as const;
/** Who produced the letter's token and who had it in hand, as far as rights depend on it. */
function actedOn(s: Scene): ActedOn {
  const [request, letter] = [s.row('request'), s.row('letter')];
  const reset = resetOf(textOf(letter, 'secretId'));
  const { carrierIds = [] } = carriersOfToken(s, textOf(letter, 'tokenId'));
  return {
    producerId: textOf(request, 'producerId'),
    service: textOf(request, 'service'),
    carrierIds: reset === null ? carrierIds : [...carrierIds, ...resetBy(s.get('proposal', reset))],
  };
}
const isOfKind = (kind: string): Condition =>
  must(`la lettre est du type « ${kind} »`, `the letter is of kind ${kind}`, (s) => s.value('letter.kind') === kind);
const isPrinted = must('la lettre a déjà été imprimée', 'the letter was printed before', (s) => {
  return s.value('letter.state') === 'printed';
});
const isNew = must('elle attend sa première impression', 'it waits for its first print', (s) => {
  return s.value('letter.state') === 'waiting';
});
const isChecked = must('l’étiquette a été vérifiée', 'the label was checked', (s) => {
  return s.value('letter.kind') === 'label' && s.value('letter.state') === 'confirmed';
});
const isSecret = must('la lettre porte un secret', 'the letter holds a secret', (s) =>
  isOneOf(SECRET_LETTERS, s.value('letter.kind')),
);
const hasSecret = must(
  'le secret est encore là',
  'its secret is still here',
  (s) => s.value('letter.secretId') !== null,
);
const inTime = must(
  'une nouvelle impression suit la première de moins de 15 minutes',
  'it is printed again within 15 minutes of the first time',
  (s) => !isPrinted.holds(s) || s.clock.earliest <= Number(s.value('letter.printedAt')) + REPRINT_MS,
);
/** Whoever has a letter in hand never has its token: so there is one, and the row names them. */
const oneHand = ofPeople(
  must('une fois imprimée, elle reste à qui l’a imprimée', 'once printed, it stays with who printed it', (s) => {
    if (!isPrinted.holds(s) || !isSecret.holds(s)) return true;
    return s.value('letter.printedBy') === s.entry.actor;
  }),
  'n’a pas imprimé cette lettre',
  'did not print this letter',
);
const timeOver = must(
  '15 minutes ont passé depuis l’impression',
  '15 minutes have passed since it was printed',
  (s) => {
    return Number(s.value('letter.printedAt')) + REPRINT_MS < s.clock.latest;
  },
);
/** The PIN leaves after the acceptance at the desk, or after the receipt of a shipment. */
const mayTellPin = must(
  'le porteur a accepté le certificat au guichet, ou la réception de l’envoi est confirmée',
  'the certificate was accepted at the desk, or the receipt of the shipment is confirmed',
  (s) => letterWaitsFor('pin', s.row('handover')) === null,
);
const downloaded = must(
  'son porteur a téléchargé le certificat',
  'its holder has downloaded the credential',
  (s) => letterWaitsFor('pkcs12-password', s.row('handover')) === null,
);
const wasProduced = must(
  'la demande a un producteur',
  'the request has a producer',
  (s) => s.value('request.producerId') !== null,
);

/** The label of a job that the service took up again. */
const resumed = service('la production est reprise après un redémarrage', 'the job was taken up after a restart');

/** Whether this way of telling a PIN is open by the policy as it stood. */
export const isOpenWay = (s: Scene, way: PinWay): boolean => isPinWayOpen(limitOf(settingsOf(s), 'pin.ways'), way);
const lettersOpen = must('les codes PIN vont par lettre (`pin.ways`)', 'PINs go by letter (pin.ways)', (s) =>
  isOpenWay(s, 'letter'),
);
const showingOpen = must(
  'les codes PIN sont montrés à leur porteur (`pin.ways`)',
  'PINs are shown to their holders (pin.ways)',
  (s) => isOpenWay(s, 'shown'),
);
/** The holder's other address is personal: that it is not the parcel's too, the flow sees to. */
const notToTheParcel = must(
  'la lettre ne va pas à l’adresse du colis, et l’autre adresse, si elle y va, est connue',
  'the letter does not go to the address of the parcel, and the other address is known if it goes there',
  (s) => {
    if (s.entry.detail['to'] === 'address') return s.value('holder.postalAddress') !== null;
    return (
      s.value('handover.mode') !== 'shipment' || !isOfParcel(s.value('holder.site'), s.value('request.deliverySite'))
    );
  },
);
const whereTo = computed(
  'le site du porteur ou l’autre adresse qu’il a donnée ; la même à chaque impression',
  'the site of the holder or the other address that they gave; the same whenever it is printed',
  (v, s) => (isPrinted.holds(s) ? v === s.value('letter.sentTo') : oneOf(LETTER_ADDRESSES).fits(v, s)),
);
const codeByMail = must(
  'ce code est venu par courriel : montré dans la session, il ne serait pas un second facteur',
  'this code came by e-mail: shown in the session, it would be no second factor',
  (s) => s.value('code.way') === 'mail',
);

const show = (proof: Proof, right: Right, words: { fr: string; en: string }, ...before: Condition[]) =>
  act(`pin.show ${proof}`, {
    ...letter,
    ...words,
    by: who(right, (s) => ({ holderId: textOf(s.row('request'), 'holderId') })),
    says: { proof: constant(proof) },
    writes: [moves('letter', 'show', { shownAt: now, shownTo: actor, secretId: empty })],
    before: [isOfKind('pin'), holderIsHere, hasSecret, showingOpen, mayTellPin, ...before],
  });

const print = (kind: string, words: { fr: string; en: string }, ...before: Condition[]) =>
  act(`letter.print ${kind}`, {
    ...letter,
    ...words,
    by: kind === 'label' ? [who('label.print'), resumed] : who('letter.print', actedOn),
    says: {
      kind: constant(kind),
      ...(kind === 'label' ? {} : { to: whereTo }),
      again: computed(
        'si elle a déjà été imprimée',
        'whether it was printed before',
        (v, s) => v === (isPrinted.holds(s) || isChecked.holds(s)),
      ),
    },
    writes: [
      moves(
        'letter',
        'print',
        { printedBy: actor, printedAt: now, ...(kind === 'label' ? {} : { sentTo: said('to') }) },
        { when: isNew },
      ),
      moves('letter', 'reprint', {}, { when: isPrinted }),
      ...(kind === 'label' ? [moves('letter', 'uncheck', { confirmedAt: empty }, { when: isChecked })] : []),
    ],
    before: [isOfKind(kind), ...before],
  });

/** Papers of a production: the label, and the letter that tells its holder the PIN or the password. */
export const LETTER_ACTS = [
  print('label', { fr: 'Imprimer l’étiquette', en: 'Print the label' }),
  print(
    'pin',
    { fr: 'Imprimer la lettre du code PIN', en: 'Print the PIN letter' },
    wasProduced,
    holderIsHere,
    hasSecret,
    inTime,
    oneHand,
    mayTellPin,
    lettersOpen,
    notToTheParcel,
  ),
  print(
    'pkcs12-password',
    { fr: 'Imprimer la lettre du mot de passe', en: 'Print the letter of the password' },
    wasProduced,
    holderIsHere,
    hasSecret,
    inTime,
    oneHand,
    downloaded,
    notToTheParcel,
  ),
  show('own-factor', 'pin.show', {
    fr: 'Montrer une fois le code PIN à son porteur, après son second facteur : il est effacé',
    en: 'Show a PIN once to its holder, after their second factor: it is erased',
  }),
  show(
    'pickup-code',
    'pin.showByCode',
    {
      fr: 'Montrer une fois le code PIN à son porteur, par le code de retrait de son courriel : il est effacé',
      en: 'Show a PIN once to its holder, by the pick-up code of their mail: it is erased',
    },
    codeOpen,
    codeByMail,
  ),
  act('letter.confirm', {
    ...letter,
    fr: 'Confirmer que la lettre est lisible : son secret est effacé',
    en: 'Confirm that the letter is readable: its secret is erased',
    by: who('letter.confirm', actedOn),
    writes: [moves('letter', 'confirm', { confirmedAt: now, secretId: empty })],
    before: [isSecret, oneHand],
  }),
  act('label.check', {
    ...letter,
    fr: 'Vérifier l’étiquette collée sur le jeton : elle a été relue par la douchette',
    en: 'Check the label on the token: the scanner read it back',
    by: who('label.check'),
    writes: [moves('letter', 'confirm', { confirmedAt: now })],
    before: [isOfKind('label'), isPrinted],
  }),
  act('letter.expire', {
    ...letter,
    fr: 'Effacer le secret d’une lettre imprimée et jamais confirmée',
    en: 'Erase the secret of a letter that was printed and never confirmed',
    by: service('15 minutes ont passé', '15 minutes have passed'),
    writes: [moves('letter', 'expire', { secretId: empty })],
    before: [isSecret, isPrinted, timeOver],
  }),
];

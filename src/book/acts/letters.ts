import { carriersOfToken, currentHandover } from '../handovers.ts';
import { act, by, type Condition, moves, must, not, service, who } from '../language.ts';
import type { ActedOn } from '../relations.ts';
import { textOf } from '../row.ts';
import type { Scene } from '../scene.ts';
import { actor, computed, constant, empty, now } from '../sources.ts';

/** How long a secret letter may be printed again before its secret is gone. */
const REPRINT_MS = 15 * 60_000;
const SECRET_KINDS: readonly unknown[] = ['pin', 'pkcs12-password'];

const letter = {
  on: { table: 'letter' },
  named: { request: by('request', 'letter.requestId'), handover: currentHandover },
} as const;
/** Who produced the letter's token and who had it in hand, as far as rights depend on it. */
function actedOn(s: Scene): ActedOn {
  const request = s.row('request');
  return {
    producerId: textOf(request, 'producerId'),
    service: textOf(request, 'service'),
    ...carriersOfToken(s, textOf(s.row('letter'), 'tokenId')),
  };
}
const isOfKind = (kind: string): Condition =>
  must(`la lettre est du type « ${kind} »`, `the letter is of kind ${kind}`, (s) => s.value('letter.kind') === kind);
const isPrinted = must('la lettre a déjà été imprimée', 'the letter was printed before', (s) => {
  return s.value('letter.state') === 'printed';
});
const isSecret = must('la lettre porte un secret', 'the letter holds a secret', (s) =>
  SECRET_KINDS.includes(s.value('letter.kind')),
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
  (s) => {
    const handover = s.row('handover');
    if (typeof handover?.['challengedAt'] !== 'number' || typeof handover['acceptedAt'] !== 'number') return false;
    return handover['mode'] === 'desk' || (handover['mode'] === 'shipment' && handover['receiptAt'] !== null);
  },
);
const downloaded = must('son porteur a téléchargé le certificat', 'its holder has downloaded the credential', (s) => {
  return s.value('handover.mode') === 'download';
});
const wasProduced = must(
  'la demande a un producteur',
  'the request has a producer',
  (s) => s.value('request.producerId') !== null,
);

/** The label of a job that the service took up again. */
const resumed = service('la production est reprise après un redémarrage', 'the job was taken up after a restart');

const print = (kind: string, words: { fr: string; en: string }, ...before: Condition[]) =>
  act(`letter.print ${kind}`, {
    ...letter,
    ...words,
    by: kind === 'label' ? [who('label.print'), resumed] : who('letter.print', actedOn),
    says: {
      kind: constant(kind),
      again: computed(
        'si elle a déjà été imprimée',
        'whether it was printed before',
        (v, s) => v === isPrinted.holds(s),
      ),
    },
    writes: [
      moves('letter', 'print', { printedBy: actor, printedAt: now }, { when: not(isPrinted) }),
      moves('letter', 'reprint', {}, { when: isPrinted }),
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
    hasSecret,
    inTime,
    mayTellPin,
  ),
  print(
    'pkcs12-password',
    { fr: 'Imprimer la lettre du mot de passe', en: 'Print the letter of the password' },
    wasProduced,
    hasSecret,
    inTime,
    downloaded,
  ),
  act('letter.confirm', {
    ...letter,
    fr: 'Confirmer que la lettre est lisible : son secret est effacé',
    en: 'Confirm that the letter is readable: its secret is erased',
    by: who('letter.confirm', actedOn),
    writes: [moves('letter', 'confirm', { confirmedAt: now, secretId: empty })],
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

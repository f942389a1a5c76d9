import type { Bilingual } from '../../words/translator.ts';

/** What the screens of handover/ say, in French and in English. */
export const handoverWords = {
  'handover.title': { fr: 'Remise {number}', en: 'Hand-over {number}' },
  'handover.scan': { fr: 'Étiquette ou numéro de demande', en: 'Label or request number' },
  'handover.scan.hint': { fr: "Scannez l'étiquette du jeton.", en: "Scan the token's label." },
  'handover.waiting': { fr: 'Jetons prêts', en: 'Tokens ready' },
  'handover.none': { fr: "Aucun jeton n'attend sa remise.", en: 'No token waits to be handed over.' },
  'handover.nomade': { fr: "L'agent le télécharge", en: 'The agent downloads it' },
  'handover.ready': { fr: 'Prêt', en: 'Ready' },
  'handover.desk': { fr: 'Au guichet', en: 'At the desk' },
  'handover.plug': {
    fr: 'Branchez le jeton de cette demande sur un emplacement de ce poste.',
    en: "Plug this request's token into a slot of this machine.",
  },
  'handover.plugged': { fr: "C'est fait", en: 'It is plugged' },
  'handover.challenge': { fr: 'Le jeton prouve sa clé', en: 'The token proves its key' },
  'handover.challenge.send': { fr: 'Signer le défi ({position})', en: 'Sign the challenge ({position})' },
  'handover.challenge.again': { fr: 'Signer un nouveau défi ({position})', en: 'Sign another challenge ({position})' },
  'handover.challenged': { fr: 'Défi signé et vérifié le {at}.', en: 'Challenge signed and verified on {at}.' },
  'handover.accepted': { fr: 'Accepté le {at}.', en: 'Accepted on {at}.' },
  'handover.letter': { fr: "La lettre du code PIN s'imprime ici", en: 'The PIN letter prints here' },
  'handover.give': { fr: 'Le jeton est remis', en: 'The token is given' },
  'handover.give.send': { fr: 'Remis', en: 'Given' },
  'handover.done': { fr: 'Remise faite', en: 'Handed over' },
  'handover.done.challenge': {
    fr: "Le jeton a signé son défi : montrez le certificat à l'agent.",
    en: 'The token signed its challenge: show the certificate to the agent.',
  },
  'handover.done.given': {
    fr: "Jeton remis. L'agent confirme la réception dans son espace.",
    en: 'Token given. The agent confirms the receipt in the console.',
  },
  'handover.done.shipped': {
    fr: 'Jeton expédié. La lettre suivra un autre chemin après la réception.',
    en: 'Token sent. The letter follows another way after the receipt.',
  },
  'handover.done.desk': {
    fr: "L'agent, ou son correspondant, confirme la réception.",
    en: 'The agent, or their correspondent, confirms the receipt.',
  },
  'handover.done.shipment': {
    fr: "L'agent accepte le certificat et confirme la réception ; la lettre s'imprime ensuite.",
    en: 'The agent accepts the certificate and confirms the receipt; then the letter prints.',
  },
  'handover.nothing': { fr: 'Rien à remettre pour cette demande', en: 'Nothing to hand over for this request' },
  'handover.next': { fr: 'Remise suivante', en: 'Next hand-over' },
  'ship.title': { fr: 'Expédier', en: 'Send' },
  'ship.text': {
    fr: 'Le jeton signe son défi avant de partir. La lettre du code PIN ne part jamais avec lui.',
    en: 'The token signs its challenge before it leaves. The PIN letter never goes with it.',
  },
  'ship.send': { fr: 'Signer le défi et expédier', en: 'Sign the challenge and send' },
  'letters.lead': {
    fr: 'Une lettre se réimprime pendant 15 minutes ; une fois confirmée lisible, son secret est effacé.',
    en: 'A letter can be printed again for 15 minutes; once confirmed as readable, its secret is erased.',
  },
  'letters.none': { fr: "Aucun courrier n'attend.", en: 'No letter waits.' },
  'letter.kind': { fr: 'Document', en: 'Paper' },
  'letter.printedAt': { fr: 'Imprimée le', en: 'Printed on' },
  'letter.reprint': { fr: 'Réimprimer', en: 'Print again' },
  'letter.confirm': { fr: 'Elle est lisible', en: 'It is readable' },
  'letter.confirmed': {
    fr: "Lettre imprimée et confirmée ; le code PIN n'est plus dans le service.",
    en: 'Letter printed and confirmed; the PIN is no longer in the service.',
  },
  'letter.none': {
    fr: "Il n'y a pas de lettre à imprimer pour ce jeton.",
    en: 'There is no letter to print for this token.',
  },
  'letter.notYours': {
    fr: 'Vous avez produit, expédié ou reçu ce jeton : un autre technicien imprime sa lettre.',
    en: 'You produced, shipped or received this token: another technician prints its letter.',
  },
  'letter.done.print': {
    fr: "Envoyé à l'imprimante. Vérifiez la page, puis confirmez.",
    en: 'Sent to the printer. Check the page, then confirm.',
  },
  'letter.done.confirm': {
    fr: 'Confirmé : le secret est effacé du service.',
    en: 'Confirmed: the secret is erased from the service.',
  },
} as const satisfies Bilingual;

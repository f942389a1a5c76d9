import type { Bilingual } from '../../words/translator.ts';

/** What the screen of expected deliveries says, in French and in English. */
export const expectedWords = {
  'expected.title': { fr: 'Livraisons attendues', en: 'Expected deliveries' },
  'expected.lead': {
    fr: 'Les prévisions comptent avec ces jetons vierges. Une livraison en retard n’y compte plus tant que son jour n’est pas changé.',
    en: 'Forecasts take these blank tokens into account. A late delivery does not count until its day is changed.',
  },
  'expected.look': { fr: 'Livraisons attendues', en: 'Expected deliveries' },
  'expected.none': {
    fr: 'Aucune livraison n’est attendue : les prévisions comptent avec le délai habituel d’une commande.',
    en: 'No delivery is expected: forecasts assume the usual lead time of an order.',
  },
  'expected.none.found': { fr: 'Aucune livraison ne correspond.', en: 'No delivery matches.' },
  'expected.filter': { fr: 'Filtrer les livraisons', en: 'Filter deliveries' },
  'expected.filter.text': {
    fr: 'Commande, bon de livraison, modèle, micrologiciel ou lot',
    en: 'Order, delivery note, model, firmware or batch',
  },
  'expected.past': {
    fr: 'Livraisons annoncées, puis arrivées ou annulées',
    en: 'Announced deliveries that came or were cancelled',
  },
  'expected.past.none': { fr: 'Aucune pour l’instant.', en: 'None so far.' },
  'received.title': { fr: 'Livraisons reçues', en: 'Deliveries received' },
  'received.none': { fr: 'Aucune pour l’instant.', en: 'None so far.' },
  'received.count': { fr: 'Jetons reçus', en: 'Tokens received' },
  'received.by': { fr: 'Reçue par', en: 'Received by' },
  'expected.count': { fr: 'Jetons attendus', en: 'Tokens expected' },
  'expected.came': { fr: 'Arrivés', en: 'Came' },
  'expected.order': { fr: 'Commande', en: 'Order' },
  'expected.order.hint': {
    fr: 'Sa référence chez le fournisseur, sans espace',
    en: 'As the supplier knows it, without spaces',
  },
  'expected.by': { fr: 'Annoncée par', en: 'Announced by' },
  'expected.late': { fr: 'En retard', en: 'Late' },
  'expected.add': { fr: 'Annoncer une livraison', en: 'Announce a delivery' },
  'expected.add.send': { fr: 'Annoncer', en: 'Announce' },
  'expected.added': { fr: 'La livraison {reference} est attendue.', en: 'Delivery {reference} is expected.' },
  'expected.move': { fr: 'Changer un jour', en: 'Change a day' },
  'expected.move.send': { fr: 'Changer le jour', en: 'Change the day' },
  'expected.moved': { fr: 'Le jour de la livraison est changé.', en: 'The day of the delivery is changed.' },
  'expected.cancel': { fr: 'Annuler une livraison', en: 'Cancel a delivery' },
  'expected.cancel.send': { fr: 'Ne plus l’attendre', en: 'Expect it no more' },
  'expected.cancelled': { fr: 'La livraison n’est plus attendue.', en: 'The delivery is expected no more.' },
  'expected.which': { fr: 'Livraison', en: 'Delivery' },
  'expected.reason': { fr: 'Motif', en: 'Reason' },
  'expected.of': { fr: 'Livraison attendue', en: 'Expected delivery' },
  'expected.of.none': { fr: 'Elle n’était pas annoncée', en: 'It was not announced' },
  'expected.one': { fr: '{reference} : {left} {model} le {day}', en: '{reference}: {left} {model} on {day}' },
} as const satisfies Bilingual;

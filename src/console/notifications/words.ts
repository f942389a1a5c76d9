import type { Bilingual } from '../../words/translator.ts';

/** Words of the page of what one was told; each thing has the words of its mail. */
export const notificationWords = {
  'told.lead': {
    fr: 'Ce qui vous concerne, depuis soixante jours. Ouvrir cette page suffit : tout est alors marqué comme lu.',
    en: 'What concerns you, over the last sixty days. Opening this page is enough: all of it is then marked as read.',
  },
  'told.none': { fr: 'Rien ne vous attend.', en: 'Nothing waits for you.' },
  'told.when': { fr: 'Quand', en: 'When' },
  'told.what': { fr: 'Quoi', en: 'What' },
  'told.comesOn': { fr: 'jour prévu : {day}', en: 'day planned: {day}' },
  'told.where': { fr: 'Où', en: 'Where' },
  'told.recall': { fr: 'Rappel', en: 'Recall' },
  'told.transfer': { fr: 'Transfert', en: 'Transfer' },
  'told.token-to-check': { fr: 'Jeton à vérifier', en: 'Token to be checked' },
  'told.lost-on-way': {
    fr: 'Jeton perdu, révoqué ou expiré avant sa réception : à refaire',
    en: 'Token lost, revoked or expired before its receipt: to be made again',
  },
  'told.health-bad': { fr: 'Le service a besoin d’une intervention', en: 'The service needs somebody' },
  'told.letters-late': {
    fr: 'Des lettres confidentielles attendent l’imprimante depuis plus de trois jours',
    en: 'Secret letters have waited for the printer for more than three days',
  },
  'told.letter-unconfirmed': {
    fr: 'Lettre imprimée mais jamais confirmée, son secret est effacé : si elle n’est pas partie lisible, il faut un nouveau code PIN',
    en: 'Letter printed and never confirmed, its secret is erased: unless it left and can be read, a new PIN is needed',
  },
  'told.proposal-confirmed': {
    fr: 'Votre proposition est confirmée par une seconde personne',
    en: 'Your proposal was confirmed by a second person',
  },
  'told.proposal-refused': {
    fr: 'Votre proposition est refusée par une seconde personne',
    en: 'Your proposal was refused by a second person',
  },
  'told.proposal-failed': {
    fr: 'Votre proposition, confirmée, n’a pas pu être exécutée : à proposer de nouveau',
    en: 'Your proposal was confirmed and could not be done: to be proposed again',
  },
  'told.proposal-expired': {
    fr: 'Personne n’a confirmé votre proposition à temps : à proposer de nouveau',
    en: 'Nobody confirmed your proposal in time: to be proposed again',
  },
  'told.fresh': { fr: 'Nouveau', en: 'New' },
} as const satisfies Bilingual;

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
  'told.go': { fr: 'Y aller', en: 'Go there' },
  'told.token-to-check': { fr: 'Jeton à vérifier', en: 'Token to be checked' },
  'told.lost-on-way': {
    fr: 'Jeton perdu, révoqué ou expiré avant sa réception : à refaire',
    en: 'Token lost, revoked or expired before its receipt: to be made again',
  },
  'told.health-bad': { fr: 'Le service a besoin d’une intervention', en: 'The service needs somebody' },
  'told.fresh': { fr: 'Nouveau', en: 'New' },
} as const satisfies Bilingual;

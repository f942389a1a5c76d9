import type { Bilingual } from './translator.ts';

/** What console and command line call what is recalled, how, and why nothing takes the place of a token. */
export const recallNames = {
  'recall.kind.model': { fr: 'Modèle', en: 'Model' },
  'recall.kind.firmware': { fr: 'Micrologiciel', en: 'Firmware' },
  'recall.kind.batch': { fr: 'Lot', en: 'Batch' },
  'recall.kind.delivery': { fr: 'Livraison', en: 'Delivery' },
  'recall.way.revoke-now': { fr: 'Révoquer aussitôt, remplacer ensuite', en: 'Revoke at once, replace afterwards' },
  'recall.way.replace-first': {
    fr: 'Remplacer d’abord, révoquer à la réception',
    en: 'Replace first, revoke on receipt',
  },
  'recall.left.blank': { fr: 'jeton vierge', en: 'blank token' },
  'recall.left.temporary': { fr: 'jeton temporaire', en: 'temporary token' },
  'recall.left.holder': { fr: 'compte désactivé', en: 'account disabled' },
  'recall.left.workstation': { fr: 'poste hors service', en: 'workstation out of service' },
  'recall.left.many-requests': { fr: 'trop de demandes ouvertes', en: 'too many open requests' },
  'recall.left.gone': { fr: 'jeton déjà rendu ou expiré', en: 'token back or expired by then' },
} as const satisfies Bilingual;

import type { Bilingual } from './translator.ts';

/** What console and command line say of a slot of the bench, and what is done about the token in it. */
export const slotNames = {
  'bench.ready': { fr: 'Prêt', en: 'Ready' },
  'bench.busy': { fr: 'En cours', en: 'Busy' },
  'bench.failed': { fr: 'En panne', en: 'Failed' },
  'bench.empty': { fr: 'Vide', en: 'Empty' },
  'bench.foreign': { fr: 'Inconnu', en: 'Unknown' },
  'bench.used': { fr: 'Déjà utilisé', en: 'Used' },
  'bench.made': { fr: 'Produit', en: 'Made' },
  'bench.to_check': { fr: 'À vérifier', en: 'To be checked' },
  'bench.stock.to_check': {
    fr: 'Sa production a été interrompue : il faut l’effacer avant tout autre usage.',
    en: 'Its production was interrupted: it has to be wiped before anything else.',
  },
  'bench.stock.foreign': {
    fr: 'Pas dans notre stock : débranchez-le et mettez-le de côté.',
    en: 'Not in our stock: unplug it and put it aside.',
  },
  'bench.stock.used': {
    fr: 'Déjà attribué : il ne sera pas réécrit.',
    en: 'Assigned already: it will not be written again.',
  },
  'bench.stock.made': {
    fr: 'Collez son étiquette, puis rangez-le pour la remise.',
    en: 'Stick its label on, then put it aside for the hand-over.',
  },
} satisfies Bilingual;

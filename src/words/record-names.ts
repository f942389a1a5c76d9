import type { Bilingual } from './translator.ts';

/** What page and command line say of who has a machine, and of why it is given to somebody, taken back from them, or taken back after an incident or a loss. */
export const recordNames = {
  'record.holder.none': { fr: 'aucun agent', en: 'nobody' },
  'record.holder.lent': {
    fr: 'prêté, sans agent inscrit sur sa fiche',
    en: 'lent, with no agent on its record',
  },
  'record.reason.handed-out': { fr: 'remis à l’agent', en: 'handed to the agent' },
  'record.reason.replacement': { fr: 'en remplacement d’un autre poste', en: 'in the place of another workstation' },
  'record.reason.returned': { fr: 'rendu par l’agent', en: 'returned by the agent' },
  'record.reason.left-service': { fr: 'l’agent a quitté le service', en: 'the agent left the service' },
  'record.reason.replaced': { fr: 'remplacé par un autre poste', en: 'replaced by another workstation' },
  'record.reason.correction': { fr: 'correction de la fiche', en: 'correction of the record' },
  'coded.takenBack.cleaned': { fr: 'effacé', en: 'wiped' },
  'coded.takenBack.found': { fr: 'retrouvé', en: 'found' },
} as const satisfies Bilingual;

import type { Bilingual } from '../../words/translator.ts';

/**
 * What the states of rows are called that only the journal shows.
 */
export const stateWords = {
  'state.job.certified': { fr: 'Certifié', en: 'Certified' },
  'state.job.certifying': { fr: 'À certifier', en: 'To be certified' },
  'state.job.leased': { fr: 'Commencé', en: 'Begun' },
  'state.job.sealed': { fr: 'Scellé', en: 'Sealed' },
  'state.job.undone': { fr: 'Défait', en: 'Undone' },
  'state.letter.confirmed': { fr: 'Confirmée', en: 'Confirmed' },
  'state.letter.expired': { fr: 'Expirée', en: 'Expired' },
  'state.letter.printed': { fr: 'Imprimée', en: 'Printed' },
  'state.letter.shown': { fr: 'Montrée', en: 'Shown' },
  'state.letter.waiting': { fr: 'À imprimer', en: 'To be printed' },
  'state.pickupCode.ended': { fr: 'Fini', en: 'Ended' },
  'state.pickupCode.locked': { fr: 'Verrouillé', en: 'Locked' },
  'state.pickupCode.open': { fr: 'Ouvert', en: 'Open' },
  'state.proposal.cancelled': { fr: 'Retirée', en: 'Withdrawn' },
  'state.proposal.confirmed': { fr: 'Confirmée', en: 'Confirmed' },
  'state.proposal.executed': { fr: 'Exécutée', en: 'Executed' },
  'state.proposal.expired': { fr: 'Expirée', en: 'Expired' },
  'state.proposal.failed': { fr: 'Échouée', en: 'Failed' },
  'state.proposal.proposed': { fr: 'Proposée', en: 'Proposed' },
} as const satisfies Bilingual;

import type { Bilingual } from './translator.ts';

/** What page and command line say of who asked for a token and why, and of what an approver looks at twice. */
export const requestNames = {
  'request.asker.hidden': { fr: 'une autre personne', en: 'somebody else' },
  'request.machine.holder.hidden': { fr: 'un autre agent', en: 'another agent' },
  'anomaly.short.active-token-elsewhere': { fr: 'Jeton actif ailleurs', en: 'Active token elsewhere' },
  'anomaly.short.delivery-elsewhere': { fr: 'Remise ailleurs', en: 'Handed over elsewhere' },
  'anomaly.short.crisis-asked': { fr: 'Crise demandée', en: 'Crisis asked for' },
  'anomaly.short.holder-disabled': { fr: 'Compte désactivé', en: 'Account disabled' },
  'anomaly.short.other-credential': { fr: 'Autre certificat Nomade', en: 'Other Nomade credential' },
  'anomaly.short.other-open-request': { fr: 'Autre demande', en: 'Other request' },
  'anomaly.short.nothing-to-replace': { fr: 'Rien à remplacer', en: 'Nothing to replace' },
  'anomaly.short.other-profile': { fr: 'Autre certificat', en: 'Other certificate' },
  'anomaly.short.workstation-of-other-service': { fr: 'Poste d’un autre service', en: "Other service's workstation" },
  'anomaly.short.workstation-of-other-agent': { fr: 'Poste d’un autre agent', en: "Another agent's workstation" },
  'anomaly.short.workstation-asked-for-other': {
    fr: 'Poste demandé pour un autre agent',
    en: 'Workstation asked for another agent',
  },
  'motif.first-issue': { fr: 'Première dotation', en: 'First issue' },
  'motif.nomade': { fr: 'Nomade (messagerie)', en: 'Nomade (mail)' },
  'motif.renewal': { fr: 'Renouvellement', en: 'Renewal' },
  'motif.replacement:damaged': { fr: 'Remplacement : endommagé', en: 'Replacement: damaged' },
  'motif.replacement:migrated': { fr: 'Remplacement : migration du poste', en: 'Replacement: migration' },
  'motif.replacement:recalled': { fr: 'Remplacement : jeton rappelé', en: 'Replacement: token recalled' },
  'motif.replacement:forgotten': { fr: 'Jeton temporaire : oublié', en: 'Temporary token: forgotten' },
  'motif.replacement:lost': { fr: 'Remplacement : perdu', en: 'Replacement: lost' },
  'motif.replacement:stolen': { fr: 'Remplacement : volé', en: 'Replacement: stolen' },
} as const satisfies Bilingual;

import type { Bilingual } from './translator.ts';

/** What console and command line call the acts that two persons decide, by the name that the book has for each. */
export const decisionWords = {
  'dual.act.access.review': { fr: 'Revoir des rôles', en: 'Review roles' },
  'dual.act.account.recover': { fr: 'Rétablir un compte', en: 'Give an account back' },
  'dual.act.configuration.confirm': {
    fr: 'Confirmer la configuration modifiée',
    en: 'Confirm the changed configuration',
  },
  'dual.act.officer.bringBack': {
    fr: 'Rétablir l’accès du seul responsable sécurité',
    en: 'Bring the only security officer back',
  },
  'dual.act.person.purge': { fr: 'Effacer des données personnelles', en: 'Purge personal data' },
  'dual.act.policy.set': { fr: 'Changer une règle', en: 'Change a policy' },
  'dual.act.profile.confirm': {
    fr: 'Confirmer un profil de certificat modifié',
    en: 'Confirm a changed certificate profile',
  },
  'dual.act.restore.confirm': { fr: 'Confirmer une restauration', en: 'Confirm a restore' },
  'dual.act.deputy.name': { fr: 'Nommer un suppléant', en: 'Name a deputy' },
  'dual.act.recall.open': { fr: 'Rappeler des jetons', en: 'Recall tokens' },
  'dual.act.role.grant': { fr: 'Accorder un rôle', en: 'Grant a role' },
  'dual.act.surge.start': { fr: 'Ouvrir une période de forte activité', en: 'Enter surge mode' },
  'dual.act.checklist.set': { fr: 'Changer une liste de contrôle', en: 'Change a checklist' },
  'dual.act.workstation.takeOver': {
    fr: 'Reprendre des postes déjà en service',
    en: 'Take over workstations already in service',
  },
  'dual.act.token.destroy': { fr: 'Détruire un jeton', en: 'Destroy a token' },
  'dual.act.token.releaseSoPin': { fr: "Consulter le SO-PIN d'un jeton", en: "Look at a token's SO-PIN" },
  'dual.act.token.unblock': {
    fr: 'Débloquer un jeton ou changer son code PIN',
    en: 'Unblock a token, or give it a new PIN',
  },
} as const satisfies Bilingual;

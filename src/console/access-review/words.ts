import type { Bilingual } from '../../words/translator.ts';

/** What the screen of access-review/ says, in French and in English. */
export const accessReviewWords = {
  'review.lead': {
    fr: 'Chaque rôle, sauf celui d’agent, est confirmé dans les {days} jours, ou prend fin. Deux personnes en décident ; nul ne revoit le sien.',
    en: 'Each role but the agent’s is confirmed within {days} days, or ends. Two persons decide it; nobody reviews their own.',
  },
  'review.overdue.one': { fr: '{n} rôle aurait dû être revu', en: '{n} role should have been reviewed' },
  'review.overdue.other': { fr: '{n} rôles auraient dû être revus', en: '{n} roles should have been reviewed' },
  'review.due.one': { fr: '{n} rôle est à revoir sous 30 jours', en: '{n} role is to be reviewed within 30 days' },
  'review.due.other': {
    fr: '{n} rôles sont à revoir sous 30 jours',
    en: '{n} roles are to be reviewed within 30 days',
  },
  'review.nothing': { fr: 'Rien n’est à revoir avant 30 jours', en: 'Nothing is to be reviewed within 30 days' },
  'review.csv': { fr: 'Télécharger la liste (CSV)', en: 'Download the list (CSV)' },
  'review.caption': { fr: 'Rôles accordés', en: 'Roles that were given' },
  'review.granted': { fr: 'Accordé et revu', en: 'Given and reviewed' },
  'review.reviewed': { fr: 'Revu le', en: 'Reviewed on' },
  'review.founded': { fr: 'à la mise en service', en: 'when the service was set up' },
  'review.by': { fr: 'par {names}', en: 'by {names}' },
  'review.used': { fr: 'Dernier usage', en: 'Last use' },
  'review.acted': { fr: 'Acte', en: 'Act' },
  'review.signedIn': { fr: 'Connexion', en: 'Sign-in' },
  'review.never': { fr: 'aucune trace', en: 'none known' },
  'review.none': { fr: 'Jamais revu', en: 'Never reviewed' },
  'review.next': { fr: 'À revoir', en: 'To be reviewed' },
  'review.standing.overdue': { fr: 'En retard', en: 'Overdue' },
  'review.standing.due': { fr: 'Sous 30 jours', en: 'Within 30 days' },
  'review.standing.later': { fr: 'À jour', en: 'Up to date' },
  'review.standing.ends': { fr: 'Finit avant', en: 'Ends before' },
  'review.decision': { fr: 'Décision', en: 'Decision' },
  'review.decide': { fr: 'Décision pour {name}, {role}', en: 'Decision for {name}, {role}' },
  'review.later': { fr: 'Pas maintenant', en: 'Not now' },
  'review.confirm': { fr: 'Confirmer', en: 'Confirm' },
  'review.end': { fr: 'Mettre fin', en: 'End' },
  'review.own': { fr: 'Le vôtre : d’autres le revoient', en: 'Yours: others review it' },
  'review.proposed': { fr: 'Proposé, attend une seconde personne', en: 'Proposed, waits for a second person' },
  'review.send': { fr: 'Proposer cette revue', en: 'Propose this review' },
  'review.send.text': {
    fr: 'Une seconde personne relit exactement ces décisions dans « Double contrôle » et les confirme. L’une des deux est responsable sécurité, sauf si vous ne revoyez que des responsables sécurité.',
    en: 'A second person reads exactly these decisions in “Dual control” and confirms them. One of the two is a security officer, unless you review nothing but security officers.',
  },
  'review.done': {
    fr: 'Revue proposée : une seconde personne doit la confirmer.',
    en: 'Review proposed: a second person has to confirm it.',
  },
} as const satisfies Bilingual;

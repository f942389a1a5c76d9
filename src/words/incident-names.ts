import type { Bilingual } from './translator.ts';

/** What console and paper call an incident, what came of it, and what a block took away. */
export const incidentNames = {
  'incident.short.phishing': { fr: 'Hameçonnage', en: 'Phishing' },
  'incident.short.ransomware': { fr: 'Rançongiciel', en: 'Ransomware' },
  'incident.short.other': { fr: 'Autre incident', en: 'Other incident' },
  'incident.what': { fr: 'Incident', en: 'Incident' },
  'incident.who': { fr: 'Personne', en: 'Person' },
  'incident.by': { fr: 'Signalé par', en: 'Reported by' },
  'incident.since': { fr: 'Depuis', en: 'Since' },
  'incident.blockedAt': { fr: 'Bloqué', en: 'Blocked' },
  'incident.closedAt': { fr: 'Clos', en: 'Closed' },
  'incident.outcome': { fr: 'Suite donnée', en: 'Outcome' },
  'incident.outcome.blocked': { fr: 'Bloqué', en: 'Blocked' },
  'incident.outcome.handled': { fr: 'Traité autrement', en: 'Dealt with otherwise' },
  'incident.outcome.false-alarm': { fr: 'Fausse alerte', en: 'False alarm' },
  'incident.story': { fr: 'Qui a fait quoi, quand', en: 'Who did what, when' },
  'incident.taken': { fr: 'Ce qui a été bloqué', en: 'What was blocked' },
  'incident.taken.none': { fr: 'Rien n’a été bloqué.', en: 'Nothing was blocked.' },
  'incident.taken.what': { fr: 'Quoi', en: 'What' },
  'incident.taken.number': { fr: 'Numéro', en: 'Number' },
  'incident.taken.by': { fr: 'Par', en: 'By' },
  'incident.taken.workstation': { fr: 'Poste bloqué', en: 'Machine blocked' },
  'incident.taken.machine-certificate': {
    fr: 'Certificat du poste révoqué',
    en: 'Certificate of the machine revoked',
  },
  'incident.taken.token': { fr: 'Jeton révoqué', en: 'Token revoked' },
  'incident.taken.nomade': { fr: 'Certificat Nomade révoqué', en: 'Nomade credential revoked' },
  'incident.taken.nomade-begun': {
    fr: 'Préparation d’un certificat Nomade arrêtée',
    en: 'Making of a Nomade credential stopped',
  },
} as const satisfies Bilingual;

import { type Bilingual, inLanguage, type Language, translatorsOf } from './translator.ts';

/** What console, paper and command line call an incident, what came of it, and what a block took away. */
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
  'incident.taken.workstation': { fr: 'Poste bloqué', en: 'Workstation blocked' },
  'incident.taken.machine-certificate': {
    fr: 'Certificat du poste révoqué',
    en: 'Certificate of the workstation revoked',
  },
  'incident.taken.token': { fr: 'Jeton révoqué', en: 'Token revoked' },
  'incident.taken.nomade': { fr: 'Certificat Nomade révoqué', en: 'Nomade credential revoked' },
  'incident.taken.nomade-begun': {
    fr: 'Préparation d’un certificat Nomade arrêtée',
    en: 'Making of a Nomade credential stopped',
  },
  'incident.paper': { fr: 'Rapport d’incident', en: 'Report of an incident' },
  'incident.drawn': { fr: 'Établi le', en: 'Drawn up on' },
  'incident.told': { fr: 'Signalé, sécurité prévenue', en: 'Reported, security officers told' },
  'incident.older': { fr: 'Les écritures plus anciennes ne sont pas montrées.', en: 'Older entries are not shown.' },
  'incident.entry': { fr: 'Écriture', en: 'Entry' },
  'incident.remains.machine': { fr: 'Poste', en: 'Workstation' },
  'incident.remains.machines': {
    fr: 'Postes de la personne, non bloqués',
    en: 'The person’s workstations, not blocked',
  },
  'incident.remains.tokens': { fr: 'Jetons', en: 'Tokens' },
  'incident.remains.credentials': { fr: 'Certificats Nomade', en: 'Nomade credentials' },
  'incident.remains.begun': { fr: 'Certificats Nomade en préparation', en: 'Nomade credentials in the making' },
  'incident.remains': { fr: 'Reste en service', en: 'In use still' },
  'incident.remains.none': { fr: 'Rien', en: 'Nothing' },
  'incident.back': { fr: 'Retour du poste', en: 'Return of the workstation' },
  'incident.back.none': { fr: 'Le poste n’est pas revenu.', en: 'The workstation has not come back.' },
} as const satisfies Bilingual;

type Name = keyof typeof incidentNames;
const translators = translatorsOf<Name>(inLanguage([incidentNames], 'fr'), inLanguage([incidentNames], 'en'));
/** The same in one language, by their names. */
export const incidentNamesIn = (language: Language): ((name: Name) => string) => translators(language);

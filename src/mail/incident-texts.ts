import type { IncidentKind } from '../book/tables/codes.ts';
import { REFLEXES } from '../words/reflexes.ts';
import type { Text } from './news.ts';

/** What somebody is told of an incident that befell them, and what the security officers are. Nobody is named. */
export const INCIDENT_TEXTS = {
  'incident-received': {
    fr: {
      title: 'Incident signalé : les trois réflexes',
      body: [
        'Un incident est signalé à votre nom ({kind}, le {at}). Les responsables sécurité en sont avertis.',
        ...REFLEXES.map(({ fr }, i) => `${i + 1}. ${fr.title} ${fr.text}`),
        'Si vous ne l’avez pas signalé et que rien ne s’est passé, dites-le à la permanence : {dutyPhone}.',
      ],
      link: 'Lire les trois réflexes',
    },
    en: {
      title: 'Incident reported: the three reflexes',
      body: [
        'An incident was reported in your name ({kind}, {at}). The security officers know of it.',
        ...REFLEXES.map(({ en }, i) => `${i + 1}. ${en.title} ${en.text}`),
        'If you did not report it and nothing happened, tell the duty officer: {dutyPhone}.',
      ],
      link: 'Read the three reflexes',
    },
    page: '/incidents/reflexes',
  },
  'incident-reported': {
    fr: {
      title: 'Incident signalé : {kind}',
      body: [
        'Un incident est signalé : {kind}, le {at}. Poste : {machine}.',
        'Jeton dit qui est concerné, et bloque d’un geste le poste, ses jetons et les certificats Nomade.',
      ],
      link: 'Voir les incidents ouverts',
    },
    en: {
      title: 'Incident reported: {kind}',
      body: [
        'An incident was reported: {kind}, {at}. Machine: {machine}.',
        'Jeton says who is affected, and blocks the machine, its tokens and the Nomade credentials in one act.',
      ],
      link: 'See the open incidents',
    },
    page: '/securite',
  },
} satisfies Readonly<Record<string, Text>>;

/** What is said to have happened. */
export const INCIDENT_WORDS: Readonly<Record<IncidentKind, { fr: string; en: string }>> = {
  phishing: { fr: 'hameçonnage', en: 'phishing' },
  ransomware: { fr: 'rançongiciel', en: 'ransomware' },
  other: { fr: 'autre incident', en: 'other incident' },
};

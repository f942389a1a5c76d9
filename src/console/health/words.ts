import type { Bilingual } from '../../words/translator.ts';

/** Words of the page of the service's health; what each part says is in words/health.ts, for the command line too. */
export const healthPageWords = {
  'health.lead': {
    fr: 'Ce que le serveur qui vous répond sait de lui-même, le plus pressé d’abord.',
    en: 'What the server that answers you knows of itself, the most urgent first.',
  },
  'health.part': { fr: 'Quoi', en: 'What' },
  'health.says': { fr: 'Constat, et que faire', en: 'What is seen, and what to do' },
  'health.since': { fr: 'Depuis le {at}', en: 'Since {at}' },
  'health.state.ok': { fr: 'En ordre', en: 'In order' },
  'health.state.look': { fr: 'À regarder', en: 'To look at' },
  'health.state.broken': { fr: 'En panne', en: 'Broken' },
  'health.all': { fr: 'Tout est en ordre.', en: 'Everything is in order.' },
  'health.some.one': { fr: '{n} point à traiter.', en: '{n} thing needs somebody.' },
  'health.some.other': { fr: '{n} points à traiter.', en: '{n} things need somebody.' },
} as const satisfies Bilingual;

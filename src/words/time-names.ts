import { type Bilingual, inLanguage, type Language, translatorsOf } from './translator.ts';

/** What every door calls the stages of a token's way, the whole way, and the steps at its bench, each with a time in the reports; and what they call that time. */
export const timeNames = {
  'report.stage.approval': { fr: 'Jusqu’à l’approbation', en: 'To approval' },
  'report.stage.production': { fr: 'De l’approbation à la production', en: 'From approval to production' },
  'report.stage.handover': { fr: 'De la production à la remise', en: 'From production to hand-over' },
  'report.stage.receipt': { fr: 'De la remise à la réception', en: 'From hand-over to receipt' },
  'report.timeToProduce': { fr: 'De la demande à la production', en: 'From request to production' },
  'report.leadTime': { fr: 'De la demande à la remise', en: 'From request to hand-over' },
  'report.p90': { fr: '9 sur 10 en moins de', en: '9 of 10 within' },
  'report.bench.keyed': { fr: 'Préparation et clé', en: 'Preparation and key' },
  'report.bench.certified': { fr: 'Certificat', en: 'Certificate' },
  'report.bench.sealed': { fr: 'Écriture et contrôle', en: 'Writing and checking' },
} as const satisfies Bilingual;

export type TimeName = keyof typeof timeNames;
/** The same in one language. */
export const timeNamesIn: (language: Language) => (name: TimeName) => string = translatorsOf<TimeName>(
  inLanguage([timeNames], 'fr'),
  inLanguage([timeNames], 'en'),
);

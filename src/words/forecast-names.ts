import { type Bilingual, inLanguage, type Language, translatorsOf } from './translator.ts';

/** What page and command line call the figures of a forecast. */
export const forecastNames = {
  'forecast.usual': { fr: 'En l’état', en: 'As things stand' },
  'forecast.tried': { fr: 'À l’essai', en: 'As tried' },
  'forecast.next': { fr: 'Une demande faite maintenant serait prête', en: 'A request made now would be ready' },
  'forecast.needed': {
    fr: 'Jetons par jour pour tenir {within} jours ouvrés',
    en: 'Tokens a day to hold {within} working days',
  },
  'forecast.pace': { fr: 'Jetons par jour que l’atelier peut produire', en: 'Tokens a day that the workshop can make' },
  'forecast.bench': {
    fr: 'Jetons par jour que les logements des bancs permettent',
    en: 'Tokens a day that the slots of the benches can make',
  },
  'forecast.more': { fr: 'au-delà de {n}', en: 'beyond {n}' },
  'forecast.stockEnds': { fr: 'Dernier jeton vierge utilisé', en: 'Last blank token used' },
  'forecast.lasts': {
    fr: 'pas avant l’arrivée d’une prochaine commande',
    en: 'not before a next order arrives',
  },
} as const satisfies Bilingual;

/**
 * Tokens a day, beyond which no figure is told: 200 technicians with 50 tokens each make no more. Slots that were measured
 * in a trial, with tokens of software, would let a day have a million.
 */
export const MOST_TOLD = 10_000;

type ForecastName = keyof typeof forecastNames;
/** The same in one language. */
export const forecastNamesIn: (
  language: Language,
) => (name: ForecastName, params?: Readonly<Record<string, number>>) => string = translatorsOf<ForecastName>(
  inLanguage([forecastNames], 'fr'),
  inLanguage([forecastNames], 'en'),
);

import { type Bilingual, inLanguage, type Language, translatorsOf } from './translator.ts';

/** What console and command line call the state of a campaign, what blocks a machine, and how its part ended. */
export const campaignNames = {
  'campaign.state.open': { fr: 'En cours', en: 'Open' },
  'campaign.state.paused': { fr: 'Suspendue', en: 'Paused' },
  'campaign.state.closing': { fr: 'Clôture en cours', en: 'Closing' },
  'campaign.state.closed': { fr: 'Close', en: 'Closed' },
  'campaign.blocker.lost': { fr: 'Perdu', en: 'Lost' },
  'campaign.blocker.blocked': { fr: 'Bloqué', en: 'Blocked' },
  'campaign.blocker.in-repair': { fr: 'En réparation', en: 'In repair' },
  'campaign.blocker.not-commissioned': { fr: 'Pas mis en service', en: 'Not commissioned' },
  'campaign.blocker.loaned': { fr: 'Prêté', en: 'Loaned' },
  'campaign.blocker.incident': { fr: 'Incident ouvert', en: 'Open incident' },
  'campaign.blocker.holder-left': { fr: 'Porteur parti', en: 'Holder has left' },
  'campaign.blocker.other-image': { fr: 'A une autre image', en: 'Has another image' },
  'campaign.blocker.no-checklist': {
    fr: 'Pas de liste de contrôle pour ce modèle et cette image',
    en: 'No checklist for model and image',
  },
  'campaign.blocker.other-campaign': { fr: 'Dans une autre campagne', en: 'In another campaign' },
  'campaign.outcome.migrated': { fr: 'Migré', en: 'Migrated' },
  'campaign.outcome.already': { fr: 'Avait déjà l’image', en: 'Had the image already' },
  'campaign.outcome.retired': { fr: 'Réformé', en: 'Retired' },
  'campaign.outcome.left': { fr: 'Laissé à la clôture', en: 'Left at the end' },
} as const satisfies Bilingual;

type Name = keyof typeof campaignNames;
/** The codes of a group, such as of what blocks a machine. */
type CodeOf<G extends string, N = Name> = N extends `campaign.${G}.${infer Code}` ? Code : never;

const translators = translatorsOf<Name>(inLanguage([campaignNames], 'fr'), inLanguage([campaignNames], 'en'));
/** The same in one language, by their codes. */
export function campaignNamesIn(language: Language) {
  const t = translators(language);
  return {
    state: (code: CodeOf<'state'>): string => t(`campaign.state.${code}`),
    blocker: (code: CodeOf<'blocker'>): string => t(`campaign.blocker.${code}`),
    outcome: (code: CodeOf<'outcome'>): string => t(`campaign.outcome.${code}`),
  };
}

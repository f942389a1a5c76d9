import { type Bilingual, inLanguage, type Language, translatorsOf } from './translator.ts';

/**
 * What console and command line call the kind and the state of a campaign, what blocks a machine, how its part ended, and why a line of a list of
 * exchanges is not taken.
 */
export const campaignNames = {
  'campaign.name': { fr: '{from} → {to}', en: '{from} → {to}' },
  'campaign.anyImage': { fr: 'toute image', en: 'any image' },
  'campaign.kind.selection': { fr: 'Sélection de postes', en: 'Selection of workstations' },
  'campaign.kind.list': { fr: 'Liste de postes', en: 'List of workstations' },
  'campaign.kind.exchange': { fr: 'Échange de postes', en: 'Exchange of workstations' },
  'campaign.state.open': { fr: 'En cours', en: 'Under way' },
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
  'campaign.blocker.no-holder': { fr: 'N’a pas de porteur', en: 'Has no holder' },
  'campaign.blocker.several-holders': {
    fr: 'Plusieurs agents y ont un jeton, et aucun ne l’a eu en dernier',
    en: 'Several agents have a token on it, and none of them had it last',
  },
  'campaign.blocker.new-not-in-service': {
    fr: 'Le nouveau poste n’est pas en service',
    en: 'The new workstation is not in service',
  },
  'campaign.blocker.new-of-another': {
    fr: 'Le nouveau poste est à un autre agent',
    en: 'Another agent has the new workstation',
  },
  'campaign.blocker.new-elsewhere': {
    fr: 'Le nouveau poste est dans une autre campagne',
    en: 'The new workstation is in another campaign',
  },
  'campaign.blocker.token-not-active': { fr: 'Le jeton n’est pas en service', en: 'The token is not active' },
  'campaign.blocker.token-temporary': { fr: 'Le jeton est temporaire', en: 'The token is a temporary one' },
  'campaign.blocker.token-ends': {
    fr: 'Le certificat du jeton prend fin : faites un jeton pour le nouveau poste',
    en: 'The token’s certificate ends: make a token for the new workstation',
  },
  'campaign.blocker.other-token': {
    fr: 'Le porteur a un autre jeton sur l’un des deux postes',
    en: 'The holder has another token on one of the workstations',
  },
  'campaign.blocker.request-open': {
    fr: 'Une demande du porteur est ouverte pour l’un des deux postes',
    en: 'A request of the holder is open for one of the workstations',
  },
  'campaign.outcome.migrated': { fr: 'Migré', en: 'Migrated' },
  'campaign.outcome.exchanged': { fr: 'Échangé', en: 'Exchanged' },
  'campaign.outcome.already': { fr: 'Avait déjà l’image', en: 'Had the image already' },
  'campaign.outcome.retired': { fr: 'Réformé', en: 'Retired' },
  'campaign.outcome.left': { fr: 'Non traité', en: 'Not dealt with' },
  'campaign.refused.incomplete': { fr: 'il manque un numéro', en: 'a number is missing' },
  'campaign.refused.same-machine': {
    fr: 'les deux numéros sont du même poste',
    en: 'both numbers are of one workstation',
  },
  'campaign.refused.twice': { fr: 'un des numéros est deux fois dans la liste', en: 'a number is in the list twice' },
  'campaign.refused.old-unknown': { fr: 'l’ancien poste est inconnu', en: 'the old workstation is not known' },
  'campaign.refused.new-unknown': { fr: 'le nouveau poste est inconnu', en: 'the new workstation is not known' },
  'campaign.refused.old-retired': { fr: 'l’ancien poste est réformé', en: 'the old workstation is retired' },
  'campaign.refused.new-retired': { fr: 'le nouveau poste est réformé', en: 'the new workstation is retired' },
  'campaign.refused.in-campaign': {
    fr: 'un des postes est déjà dans la campagne',
    en: 'one of the workstations is in the campaign already',
  },
  'campaign.refused.in-exchange': {
    fr: 'un des postes est déjà dans un échange d’une campagne qui n’est pas close',
    en: 'one of the workstations is in an exchange of a campaign that is not closed',
  },
} as const satisfies Bilingual;

type Name = keyof typeof campaignNames;
/** The codes of a group, such as of what blocks a machine. */
type CodeOf<G extends string, N = Name> = N extends `campaign.${G}.${infer Code}` ? Code : never;

/** What a campaign is called: its images, or that it exchanges machines. */
export const campaignName = (
  t: (key: Name, params?: Readonly<Record<string, string>>) => string,
  { fromImage, targetImage }: { fromImage: string | null; targetImage: string | null },
): string =>
  targetImage === null
    ? t('campaign.kind.exchange')
    : t('campaign.name', { from: fromImage ?? t('campaign.anyImage'), to: targetImage });

const translators = translatorsOf<Name>(inLanguage([campaignNames], 'fr'), inLanguage([campaignNames], 'en'));
/** The same in one language, by their codes. */
export function campaignNamesIn(language: Language) {
  const t = translators(language);
  return {
    name: (of: Parameters<typeof campaignName>[1]): string => campaignName(t, of),
    kind: (code: CodeOf<'kind'>): string => t(`campaign.kind.${code}`),
    state: (code: CodeOf<'state'>): string => t(`campaign.state.${code}`),
    blocker: (code: CodeOf<'blocker'>): string => t(`campaign.blocker.${code}`),
    outcome: (code: CodeOf<'outcome'>): string => t(`campaign.outcome.${code}`),
    refused: (code: CodeOf<'refused'>): string => t(`campaign.refused.${code}`),
  };
}

import { dateOf } from '../../book/rules/calendar/working-days.ts';
import { CAMPAIGN_BLOCKERS } from '../../book/tables/codes.ts';
import type { CampaignDayLoad } from '../../flow/reading/workstation/campaign-lists.ts';
import type { CampaignForecast, CampaignProgress, ReadCampaign } from '../../flow/reading/workstation/campaigns.ts';
import type { FileColumn } from '../frame/lists/list-file.ts';
import type { Translate } from '../frame/translate.ts';

const COUNTS = [
  'all',
  'migrated',
  'exchanged',
  'already',
  'retired',
  'left',
  'remaining',
  'planned',
  'begun',
  'waiting',
  'moved',
] as const;
/** Said where there is one; of what is done with machines, each campaign does one thing. */
const SELDOM: readonly string[] = ['already', 'retired', 'left', 'waiting', 'moved'];
const TOKEN_COUNTS = ['tokensAsked', 'tokensReplaced'] as const;

/** The numbers of a campaign that say something of it, in their order. */
export function countsOf({ campaign, progress }: Pick<CampaignFigures, 'campaign' | 'progress'>) {
  const shown = campaign.tokens === 'replace' ? [...COUNTS, ...TOKEN_COUNTS] : COUNTS;
  const others: readonly string[] = campaign.kind === 'exchange' ? ['migrated', 'begun'] : ['exchanged'];
  return shown.filter((name) => progress[name] > 0 || !(others.includes(name) || SELDOM.includes(name)));
}

/** What blocks machines of a campaign, and how many. */
export const blockersOf = ({ blocked }: Pick<CampaignProgress, 'blocked'>) =>
  CAMPAIGN_BLOCKERS.flatMap((why) => {
    const n = blocked[why];
    return n === undefined ? [] : [{ why, n }];
  });

/** How far a campaign is. */
export interface CampaignFigures {
  campaign: Pick<ReadCampaign, 'kind' | 'tokens'>;
  progress: CampaignProgress;
  forecast: CampaignForecast;
  days: readonly CampaignDayLoad[];
}
/** A line of its file: what is counted of what, and how many or when. */
interface Figure {
  part: string;
  what: string;
  value: string | number;
}

/** Its progress, its end, what blocks machines and its days to come, as the page shows them. */
export function figuresOf(t: Translate, { campaign, progress, forecast, days }: CampaignFigures): Figure[] {
  const part = t('campaign.progress');
  const ends = (['planned', 'atPace'] as const).flatMap((name) => {
    const day = forecast[name];
    const what = t(name === 'planned' ? 'campaign.forecast' : 'campaign.atPace');
    return day === null ? [] : [{ part, what, value: dateOf(day) }];
  });
  return [
    ...countsOf({ campaign, progress }).map((name) => ({ part, what: t(`campaign.n.${name}`), value: progress[name] })),
    ...ends,
    ...blockersOf(progress).map(({ why, n }) => ({
      part: t('campaign.blocked'),
      what: t(`campaign.blocker.${why}`),
      value: n,
    })),
    ...days.map(({ day, planned }) => ({ part: t('campaign.day.planned'), what: dateOf(day), value: planned })),
  ];
}
export const figureColumns: FileColumn<Figure>[] = [
  { head: 'campaign.figures.part', cell: ({ part }) => part },
  { head: 'campaign.figures.what', cell: ({ what }) => what },
  { head: 'campaign.figures.value', cell: ({ value }) => value },
];

import { capacityLeftOf } from '../../book/rules/campaigns.ts';
import type { Planned as PlannedHands } from '../../book/rules/roster.ts';
import type { Day } from '../../book/rules/working-days.ts';
import type { CampaignRow } from '../../book/tables/rows/workstations.ts';
import { CAMPAIGN_GOES_ON } from '../../book/tables/states.ts';
import type { Reads, Where } from '../ports/store.ts';

type Some = Pick<Reads, 'count' | 'find'>;
type Machines = Omit<Where<'workstation'>, 'id'>;

/** Items of a day that are read at once. */
const PAGE = 200;
/** Campaigns that go on at once, of which the days are looked at. */
const CAMPAIGNS = 200;

/** Of the items of a day, those whose machines are so. */
async function countOn(reads: Some, of: Where<'campaignItem'>, machines: Machines): Promise<number> {
  let n = 0;
  for (let from = ''; ; ) {
    const page = await reads.find('campaignItem', of, { orderBy: 'rank', from, limit: PAGE });
    const items = page.filter(({ rank }) => rank !== from);
    const last = items.at(-1);
    if (!last) return n;
    const id = items.map(({ workstationId }) => workstationId);
    n += await reads.count('workstation', { id, ...machines });
    from = last.rank;
  }
}
const ofDay = ({ id, plan }: Pick<CampaignRow, 'id' | 'plan'>, day: Day) =>
  ({ campaignId: id, plan, day, endedAt: null }) as const;

/** How many more machines of the campaign a day takes, for those who work on it as the roster says (`capacityLeftOf`). */
export async function capacityLeftOn(
  reads: Some,
  campaign: CampaignRow,
  planned: PlannedHands,
  day: Day,
): Promise<number> {
  const of = ofDay(campaign, day);
  const come = await reads.count('campaignItem', of);
  const begun = come === 0 ? 0 : await countOn(reads, of, { state: 'migrating' });
  return capacityLeftOf(campaign, { planned: planned(day), come, begun });
}

/**
 * How many machines of other campaigns come to a site on a day: the same desk and the same technicians wait for them. They count for
 * whoever is given that day; who was told it already keeps it, whatever other campaigns plan there later.
 */
export async function otherCampaignsOn(
  reads: Some,
  campaign: Pick<CampaignRow, 'id'>,
  { day, site }: { day: Day; site: string },
): Promise<number> {
  const open = await reads.find('campaign', { state: CAMPAIGN_GOES_ON }, { limit: CAMPAIGNS });
  let n = 0;
  for (const other of open.filter(({ id }) => id !== campaign.id))
    n += await countOn(reads, ofDay(other, day), { site });
  return n;
}

/** Whether a day with so much capacity left takes more machines at a site to which so many of other campaigns come. */
export const siteTakes = ({ left, more, others }: { left: number; more: number; others: number }): boolean =>
  others <= left - more;

/**
 * Why a day with so much capacity left does not take `more` machines, which come to these sites and were not told that day before: it is
 * full, or other campaigns fill that site. Undefined: it takes them.
 */
export async function fullBy(
  reads: Some,
  campaign: Pick<CampaignRow, 'id'>,
  { day, left, more, sites }: { day: Day; left: number; more: number; sites: Iterable<string> },
): Promise<'day' | { site: string } | undefined> {
  if (more === 0) return undefined;
  if (left < more) return 'day';
  for (const site of new Set(sites)) {
    const others = await otherCampaignsOn(reads, campaign, { day, site });
    if (!siteTakes({ left, more, others })) return { site };
  }
  return undefined;
}

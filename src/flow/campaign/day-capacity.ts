import type { PlannedHands } from '../../book/rules/calendar/roster.ts';
import type { Day } from '../../book/rules/calendar/working-days.ts';
import { capacityLeftOf, isMigration } from '../../book/rules/workstation/campaigns.ts';
import type { CampaignItemRow, CampaignRow } from '../../book/tables/rows/workstations.ts';
import { CAMPAIGN_GOES_ON } from '../../book/tables/states.ts';
import type { Reads, Where } from '../ports/store.ts';

type Some = Pick<Reads, 'count' | 'find'>;
type Machines = Omit<Where<'workstation'>, 'id'>;
/** Machines whose migration has begun (`hasBegun`), among those of items that lead to one. */
const BEGUN = { state: 'migrating' } as const;

/** Items of a day that are read at once. */
const PAGE = 200;
/** Campaigns that go on at once, of which the days are looked at. */
const CAMPAIGNS = 200;

/** Items, in pages. */
async function* itemsOf(reads: Some, of: Where<'campaignItem'>): AsyncGenerator<CampaignItemRow[]> {
  for (let from = ''; ; ) {
    const page = await reads.find('campaignItem', of, { orderBy: 'rank', from, limit: PAGE });
    const items = page.filter(({ rank }) => rank !== from);
    const last = items.at(-1);
    if (!last) return;
    yield items;
    from = last.rank;
  }
}
/** Of the items of a day, those whose machines are so. No row is looked at but to be counted: one that was edited stops no plan. */
async function countOn(
  reads: Some,
  of: Where<'campaignItem'>,
  machines: Machines,
  isOne: (item: CampaignItemRow) => boolean = () => true,
): Promise<number> {
  let n = 0;
  for await (const items of itemsOf(reads, of))
    n += await reads.count('workstation', {
      id: items.filter(isOne).map(({ workstationId }) => workstationId),
      ...machines,
    });
  return n;
}
const ofDay = ({ id, plan }: Pick<CampaignRow, 'id' | 'plan'>, day: Day) =>
  ({ campaignId: id, plan, day, endedAt: null }) as const;

/** How many more machines of its campaign a day takes, and how many in all, with those that come and have not begun. */
export interface DayCapacity {
  left: number;
  all: number;
}
/** How many machines come to a site on a day, and have not begun: of the campaign itself, where others bring any, and of those. */
export interface SiteLoad {
  own: number;
  others: number;
}

/** How many more machines of the campaign a day takes, for those who work on it as the roster says (`capacityLeftOf`). */
export async function capacityOn(
  reads: Some,
  campaign: CampaignRow,
  planned: PlannedHands,
  day: Day,
): Promise<DayCapacity> {
  const of = ofDay(campaign, day);
  const come = await reads.count('campaignItem', of);
  const begun = come === 0 ? 0 : await countOn(reads, of, BEGUN, isMigration);
  const left = capacityLeftOf(campaign, { planned: planned(day), come, begun });
  return { left, all: left + come - begun };
}

/**
 * Reads what comes to a site on a day. What other campaigns bring waits for the same desk and the same technicians: it counts for
 * whoever is given that day; who was told it already keeps it, whatever other campaigns plan there later.
 */
export function createSiteLoads(reads: Some, campaign: CampaignRow): (day: Day, site: string) => Promise<SiteLoad> {
  let open: Promise<CampaignRow[]> | undefined;
  return async (day, site) => {
    open ??= reads.find('campaign', { state: CAMPAIGN_GOES_ON }, { limit: CAMPAIGNS });
    const comeOf = async (one: CampaignRow): Promise<number> => {
      const come = await countOn(reads, ofDay(one, day), { site });
      return come === 0 ? 0 : come - (await countOn(reads, ofDay(one, day), { site, ...BEGUN }, isMigration));
    };
    let others = 0;
    for (const other of (await open).filter(({ id }) => id !== campaign.id)) others += await comeOf(other);
    return { own: others === 0 ? 0 : await comeOf(campaign), others };
  };
}

/**
 * Why a day does not take these machines: it is full, or with what other campaigns bring there a site would have more than the
 * campaign has hands for. Undefined: it takes them, in whatever order. `isTold`: it was told that day before, and keeps it.
 */
export async function fullBy(
  { left, all }: DayCapacity,
  coming: readonly { site: string; isTold: boolean }[],
  loadOf: (site: string) => Promise<SiteLoad>,
): Promise<'day' | { site: string } | undefined> {
  if (coming.length === 0) return undefined;
  if (left < coming.length) return 'day';
  for (const site of new Set(coming.flatMap((one) => (one.isTold ? [] : [one.site])))) {
    const { own, others } = await loadOf(site);
    if (others > 0 && own + coming.filter((one) => one.site === site).length + others > all) return { site };
  }
  return undefined;
}

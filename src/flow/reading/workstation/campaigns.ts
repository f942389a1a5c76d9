import type { z } from 'zod';
import type { Caller } from '../../../book/rights/roles.ts';
import { beginOf, type Day, dayOf, isWorkingDay } from '../../../book/rules/calendar/working-days.ts';
import { capacityOf, closedOf, FARTHEST, isOpenDay } from '../../../book/rules/workstation/campaigns.ts';
import { CAMPAIGN_DONE, type CampaignBlocker } from '../../../book/tables/codes.ts';
import { isOneOf } from '../../../book/tables/one-of.ts';
import type { CampaignRow } from '../../../book/tables/rows/workstations.ts';
import { REQUEST_HANDED_OVER } from '../../../book/tables/states.ts';
import { type Deps, need } from '../../act.ts';
import { type CountExchanges, exchangesListed } from '../../campaign/exchange-list.ts';
import type { CountCampaign } from '../../campaign/inputs.ts';
import { mustTake } from '../../campaign/listed.ts';
import { guard, nameOf } from '../guard.ts';
import type { FewAtOnce } from '../journal/few-at-once.ts';
import type { Lists } from '../lists.ts';
import type { Cursor, Paged, Total } from '../paging.ts';
import type { Sort } from '../sorting.ts';
import type {
  CampaignDayLoad,
  CampaignFilter,
  CampaignGroup,
  CampaignMachine,
  CampaignsAsked,
} from './campaign-lists.ts';
import { countMachines } from './count-machines.ts';
import { daysDone, groupsWithoutDays, machineWithoutDay } from './days-off.ts';
import { textOrNumber } from './machine-text.ts';
import { machineSites } from './sites.ts';

/** Days that the page of a campaign shows. */
const DAYS_SHOWN = 60;
/** The pace is that of so many working days. */
const PACE_DAYS = 10;

/** A campaign, in words for people who read it. */
export interface ReadCampaign extends Omit<CampaignRow, 'closedDays'> {
  openerName: string;
  closedDays: readonly Day[];
  /** Machines that a day takes. */
  capacity: number;
}
/** How far it is. */
export interface CampaignProgress {
  all: number;
  migrated: number;
  /** They were exchanged for others. */
  exchanged: number;
  /** They had the image already, were retired, or were left: taken out, or there still when it was closed. */
  already: number;
  retired: number;
  left: number;
  /** Still to migrate: with a day, begun, blocked, or waiting for a day. */
  remaining: number;
  planned: number;
  begun: number;
  waiting: number;
  blocked: Partial<Record<CampaignBlocker, number>>;
  /** Their day moved at least once. */
  moved: number;
  /** Replacements of tokens: asked for, and in their holders' hands. */
  tokensAsked: number;
  tokensReplaced: number;
}
/** When it ends, as far as can be told. */
export interface CampaignForecast {
  /** The last day that a machine has. */
  planned: Day | null;
  /** Machines migrated or exchanged on a working day, of late, in tenths; null: none was yet. */
  paceTenths: number | null;
  /** The working day on which what is not blocked has migrated at that pace; null: at no pace. */
  atPace: Day | null;
}

/** Sums of groups; pure. */
export function campaignProgress(groups: readonly CampaignGroup[]): CampaignProgress {
  const sum = (of: (group: CampaignGroup) => boolean): number =>
    groups.filter(of).reduce((total, { n }) => total + n, 0);
  const blocked: CampaignProgress['blocked'] = {};
  for (const { outcome, blocked: why, n } of groups)
    if (outcome === null && why !== null) blocked[why] = (blocked[why] ?? 0) + n;
  const isOpen = ({ outcome, blocked: why }: CampaignGroup): boolean => outcome === null && why === null;
  return {
    all: sum(() => true),
    migrated: sum(({ outcome }) => outcome === 'migrated'),
    exchanged: sum(({ outcome }) => outcome === 'exchanged'),
    already: sum(({ outcome }) => outcome === 'already'),
    retired: sum(({ outcome }) => outcome === 'retired'),
    left: sum(({ outcome }) => outcome === 'left'),
    remaining: sum(({ outcome }) => outcome === null),
    planned: sum((group) => isOpen(group) && group.begun === 0 && group.planned === 1),
    begun: sum((group) => isOpen(group) && group.begun === 1),
    waiting: sum((group) => isOpen(group) && group.begun === 0 && group.planned === 0),
    blocked,
    moved: sum(({ moved }) => moved === 1),
    tokensAsked: sum(({ requestState }) => requestState !== null),
    tokensReplaced: sum(({ requestState }) => isOneOf(REQUEST_HANDED_OVER, requestState)),
  };
}

/** The working days of a campaign that a number of machines takes at a pace, from tomorrow on; pure. */
export function endAtPace(
  campaign: Pick<CampaignRow, 'startsOn' | 'closedDays'>,
  { today, remaining, paceTenths }: { today: Day; remaining: number; paceTenths: number },
): Day | null {
  if (paceTenths <= 0) return null;
  let left = Math.ceil((remaining * 10) / paceTenths);
  let day = today;
  // ten years: beyond that nobody plans
  for (let last = today + FARTHEST; left > 0 && day < last; left -= isOpenDay(campaign, day) ? 1 : 0) day += 1;
  return left > 0 ? null : day;
}

/** Campaigns, for people who lead them and for those whose work they are. */
export function createCampaignReading(deps: Deps, lists: Lists, few: FewAtOnce) {
  const { reads } = deps.store;
  const check = guard(deps);
  const asked = <F extends CampaignFilter>(caller: Caller, filter: F) => textOrNumber(caller, filter, deps.clock.now());

  const shown = async (rows: readonly CampaignRow[]): Promise<ReadCampaign[]> => {
    const people = await reads.find('person', { id: [...new Set(rows.map(({ openerId }) => openerId))] });
    const names = new Map(people.map((person) => [person.id, person]));
    return rows.map((row) => ({
      ...row,
      openerName: nameOf(names.get(row.openerId)),
      closedDays: closedOf(row),
      capacity: capacityOf(row),
    }));
  };

  /** Machines migrated or exchanged a working day, in tenths, over the last ten of them that the campaign has had. */
  const paceOf = async ({ id, openedAt }: CampaignRow, today: Day): Promise<number | null> => {
    const first = dayOf(openedAt);
    let [from, days] = [today, isWorkingDay(today) ? 1 : 0];
    for (; from > first && days < PACE_DAYS; days += isWorkingDay(from) ? 1 : 0) from -= 1;
    const since = { orderBy: 'endedAt', from: beginOf(from) } as const;
    const done = await reads.count('campaignItem', { campaignId: id, outcome: CAMPAIGN_DONE }, since);
    return done === 0 ? null : Math.max(1, Math.round((done * 10) / Math.max(1, days)));
  };

  const forecastOf = async (row: CampaignRow, progress: CampaignProgress): Promise<CampaignForecast> => {
    const today = dayOf(deps.clock.now());
    const paceTenths = await paceOf(row, today);
    const remaining = progress.planned + progress.begun + progress.waiting;
    return {
      planned: row.state === 'paused' ? null : await lists.lastCampaignDay(row.id),
      paceTenths,
      atPace: paceTenths === null || remaining === 0 ? null : endAtPace(row, { today, remaining, paceTenths }),
    };
  };

  return {
    /** Campaigns in these states, the newest first, in pages. */
    campaigns: async (caller: Caller, of: CampaignsAsked, page: Cursor): Promise<Paged<ReadCampaign>> => {
      check(caller, 'campaign.read');
      const { items, next } = await lists.campaigns(of, page);
      return { items: await shown(items), next };
    },
    /** How many there are of them. */
    campaignTotal: async (caller: Caller, of: CampaignsAsked): Promise<Total | undefined> => {
      check(caller, 'campaign.read');
      return lists.totals.campaigns(of);
    },
    /** One campaign, how far it is, its next days, and when it ends. */
    campaign: async (
      caller: Caller,
      id: string,
    ): Promise<{
      campaign: ReadCampaign;
      progress: CampaignProgress;
      days: CampaignDayLoad[];
      forecast: CampaignForecast;
    }> => {
      check(caller, 'campaign.read');
      const row = await need(reads.get('campaign', id), 'campaign');
      const isPaused = row.state === 'paused';
      const [[campaign], groups, loads] = await Promise.all([
        shown([row]),
        lists.campaignGroups(id),
        lists.campaignDays(id, dayOf(deps.clock.now()), DAYS_SHOWN),
      ]);
      const progress = campaignProgress(isPaused ? groupsWithoutDays(groups) : groups);
      const days = isPaused ? daysDone(loads) : loads;
      const forecast = await forecastOf(row, progress);
      return { campaign: await need(Promise.resolve(campaign), 'campaign'), progress, days, forecast };
    },
    /** Its machines, in the order in which they come where no other is asked for. */
    campaignMachines: async (
      caller: Caller,
      id: string,
      filter: CampaignFilter & { sort?: Sort<'campaignMachines'> | undefined },
      page: Cursor,
    ): Promise<Paged<CampaignMachine>> => {
      check(caller, 'campaign.read');
      const { state } = await need(reads.get('campaign', id), 'campaign');
      const found = await lists.campaignMachines(id, asked(caller, filter), page);
      return state === 'paused' ? { ...found, items: found.items.map(machineWithoutDay) } : found;
    },
    /** How many of them a filter finds. */
    campaignMachinesTotal: (caller: Caller, id: string, filter: CampaignFilter): Promise<Total | undefined> => {
      check(caller, 'campaign.read');
      return lists.totals.campaignMachines(id, asked(caller, filter));
    },
    /** Sites that machines have, to choose from. */
    campaignSites: (caller: Caller): Promise<string[]> => {
      check(caller, 'campaign.read');
      return machineSites(lists);
    },
    /**
     * How many exchanges a list would bring to a campaign, or to a new one, and which of its lines are refused. Throws `wrong_state` for a
     * campaign that takes none.
     */
    countExchanges: async (caller: Caller, { exchanges, campaignId }: z.output<typeof CountExchanges>) => {
      check(caller, 'campaign.read');
      if (campaignId !== undefined) mustTake(await need(reads.get('campaign', campaignId), 'campaign'), 'exchange');
      const { taken, refused } = await exchangesListed(reads, exchanges, campaignId ?? null);
      return { machines: taken.length, refused };
    },
    /**
     * How many machines a selection has now, or a list names, to be read before a campaign is opened (./count-machines.ts). A selection
     * may be the whole fleet: it is one of the readings that a person has few of at once. `gone`: the caller waits no more.
     */
    countMachines: async (caller: Caller, of: z.output<typeof CountCampaign>, gone?: AbortSignal) => {
      check(caller, 'campaign.read');
      return few(caller.personId, () => countMachines(reads, of, { now: deps.clock.now(), gone }), gone);
    },
  };
}

import type { PlannedHands } from '../../book/rules/calendar/roster.ts';
import type { Day } from '../../book/rules/calendar/working-days.ts';
import { FARTHEST, fitsDay, hasBegun, mayMove, movedFor } from '../../book/rules/workstation/campaigns.ts';
import type { CampaignItemRow, CampaignRow } from '../../book/tables/rows/workstations.ts';
import type { Reads } from '../ports/store.ts';
import { capacityOn, createSiteLoads, type DayCapacity, fullBy, type SiteLoad } from './day-capacity.ts';
import type { Seen } from './standing.ts';

/** What planning makes of an item. */
export type PlannedItem = Pick<CampaignItemRow, 'plan' | 'day' | 'toldId' | 'reason' | 'times' | 'blocked'>;
type Some = Pick<Reads, 'count' | 'find'>;

/**
 * The days of a plan as they fill. What room each has is read once (day-capacity.ts): one node plans a campaign at a time.
 * `keep` first lets every item stay on its day where that still fits; the next pass places the others.
 */
export function createDays(campaign: CampaignRow, today: Day, planned: PlannedHands) {
  const capacities = new Map<Day, DayCapacity>();
  const loads = new Map<string, SiteLoad>();
  let readLoad: ReturnType<typeof createSiteLoads> | undefined;
  let pointer = Math.max(campaign.startsOn, today + 1);

  const capacity = async (reads: Some, day: Day): Promise<DayCapacity> => {
    const known = capacities.get(day) ?? (await capacityOn(reads, campaign, planned, day));
    capacities.set(day, known);
    return known;
  };
  const loadOf = async (reads: Some, day: Day, site: string): Promise<SiteLoad> => {
    readLoad ??= createSiteLoads(reads, campaign);
    const known = loads.get(`${day} ${site}`) ?? (await readLoad(day, site));
    loads.set(`${day} ${site}`, known);
    return known;
  };
  const count = (day: Day, n: number, { machine: { site } }: Seen): void => {
    const [known, load] = [capacities.get(day), loads.get(`${day} ${site}`)];
    if (known) known.left -= n;
    if (load) load.own += n;
  };
  /** Both are read before the first machine counts: what is not written yet is in neither. */
  const take = async (reads: Some, day: Day, n: number, seen: Seen): Promise<void> => {
    await capacity(reads, day);
    await loadOf(reads, day, seen.machine.site);
    count(day, n, seen);
  };

  /** Whoever loses a day of this plan makes room on it for those who come after. */
  const giveUp = async (reads: Some, seen: Seen): Promise<void> => {
    const { item, machine } = seen;
    const { plan, day } = item;
    if (day === null || day <= today || plan !== campaign.plan) return;
    // a migration that has begun took none
    if (!hasBegun(item, machine)) await take(reads, day, -1, seen);
    pointer = Math.min(pointer, Math.max(campaign.startsOn, day));
  };

  const isFree = async (reads: Some, day: Day): Promise<boolean> =>
    fitsDay(campaign, day, { today, before: null }) && (await capacity(reads, day)).left > 0;
  /** The first day to come that is open and has room at this site. */
  const firstFree = async (reads: Some, site: string): Promise<Day | null> => {
    while (pointer <= today + FARTHEST && !(await isFree(reads, pointer))) pointer += 1;
    for (let day = pointer; day <= today + FARTHEST; day += 1) {
      if (!(await isFree(reads, day))) continue;
      const one = [{ site, isTold: false }];
      if ((await fullBy(await capacity(reads, day), one, () => loadOf(reads, day, site))) === undefined) return day;
    }
    return null;
  };

  /** The day that an item keeps, whether or not the day has room; null: it has to be placed. */
  const ownDay = ({ plan, day }: CampaignItemRow): Day | null => {
    const keeps = plan === campaign.plan || campaign.way === 'keep';
    return day !== null && keeps && fitsDay(campaign, day, { today, before: day }) ? day : null;
  };

  return {
    /** What an item was to be is not written: it takes no room. */
    takeBack: ({ day, plan }: PlannedItem, seen: Seen): void => {
      const { item } = seen;
      if (day !== null && (day !== item.day || plan !== item.plan)) count(day, -1, seen);
    },
    /**
     * Whether the days that these are given have room still, by the roster as it stands: somebody may have moved a machine to one of
     * them meanwhile.
     */
    haveCapacity: async (
      reads: Some,
      due: readonly { seen: Seen; next: PlannedItem }[],
      plannedNow: PlannedHands,
    ): Promise<boolean> => {
      // a migration that has begun takes no room
      const takesCapacity = due.filter(({ seen: { item, machine } }) => !hasBegun(item, machine));
      const isNew = takesCapacity.filter(
        ({ seen: { item }, next }) => next.day !== item.day || next.plan !== item.plan,
      );
      const loadNow = createSiteLoads(reads, campaign);
      for (const day of new Set(isNew.flatMap(({ next }) => next.day ?? []))) {
        const coming = isNew.filter(({ next }) => next.day === day);
        const leaving = takesCapacity.filter(({ seen: { item }, next }) => {
          return item.day === day && item.plan === campaign.plan && next.day !== day;
        });
        const now = await capacityOn(reads, campaign, plannedNow, day);
        now.left += leaving.length;
        const loadAt = async (site: string): Promise<SiteLoad> => {
          const { own, others } = await loadNow(day, site);
          return { own: own - leaving.filter(({ seen }) => seen.machine.site === site).length, others };
        };
        const come = coming.map(({ seen: { item, machine } }) => ({ site: machine.site, isTold: item.day === day }));
        if ((await fullBy(now, come, loadAt)) !== undefined) return false;
      }
      return true;
    },
    /** Whether nobody changed the roster of a day that one of these is to lose: by it they may keep that day. */
    rosterHolds: (due: readonly { seen: Seen; next: PlannedItem }[], plannedNow: PlannedHands): boolean =>
      due.every(
        ({ seen: { item }, next }) =>
          item.day === null || item.day <= today || next.day === item.day || planned(item.day) === plannedNow(item.day),
      ),
    /** Nobody else is given this day. */
    avoid: (day: Day): void => void capacities.set(day, { left: Number.NEGATIVE_INFINITY, all: 0 }),
    /** What an item is now, by the pass that deals with it; undefined: this pass leaves it. */
    place: async (reads: Some, seen: Seen, pass: 'keep' | 'place'): Promise<PlannedItem | undefined> => {
      const { item, machine, holderId, blocked } = seen;
      const become = (day: Day | null): PlannedItem => {
        const isNew = day !== null && day !== item.day;
        const reason = movedFor(item, { day, blocked }, campaign, today);
        const toldId = day === null ? null : holderId;
        return { plan: campaign.plan, day, toldId, reason, times: item.times + (isNew ? 1 : 0), blocked };
      };
      if (hasBegun(item, machine) && blocked === null) return become(item.day);
      if (campaign.state !== 'open' || blocked !== null) {
        await giveUp(reads, seen);
        return become(null);
      }
      const own = ownDay(item);
      // it stands in the plan already
      if (own !== null && item.plan === campaign.plan) return become(own);
      if (own !== null && (await capacity(reads, own)).left > 0) {
        await take(reads, own, 1, seen);
        return become(own);
      }
      if (pass === 'keep' || !mayMove(item, campaign, today)) return undefined;
      const day = await firstFree(reads, machine.site);
      if (day === null) return undefined;
      await take(reads, day, 1, seen);
      return become(day);
    },
  };
}
export type Days = ReturnType<typeof createDays>;

import { FARTHEST, fitsDay, mayMove, movedFor } from '../../book/rules/campaigns.ts';
import type { Planned as PlannedHands } from '../../book/rules/roster.ts';
import type { Day } from '../../book/rules/working-days.ts';
import type { CampaignItemRow, CampaignRow } from '../../book/tables/rows/workstations.ts';
import type { Reads } from '../ports/store.ts';
import { capacityLeftOn, fullBy, otherCampaignsOn, siteTakes } from './day-capacity.ts';
import type { Seen } from './standing.ts';

/** What planning makes of an item. */
export type Planned = Pick<CampaignItemRow, 'plan' | 'day' | 'toldId' | 'reason' | 'times' | 'blocked'>;
type Some = Pick<Reads, 'count' | 'find'>;

/**
 * The days of a plan as they fill. What room each has is read once (day-capacity.ts): one node plans a campaign at a time.
 * `keep` first lets every item stay on its day where that still fits; the next pass places the others.
 */
export function createDays(campaign: CampaignRow, today: Day, planned: PlannedHands) {
  const capacities = new Map<Day, number>();
  const others = new Map<string, number>();
  let pointer = Math.max(campaign.startsOn, today + 1);

  const capacityLeft = async (reads: Some, day: Day): Promise<number> => {
    const known = capacities.get(day);
    if (known !== undefined) return known;
    const left = await capacityLeftOn(reads, campaign, planned, day);
    capacities.set(day, left);
    return left;
  };
  const take = (day: Day, n: number): void => void capacities.set(day, (capacities.get(day) ?? 0) - n);
  const othersAt = async (reads: Some, day: Day, site: string): Promise<number> => {
    const key = `${day} ${site}`;
    const n = others.get(key) ?? (await otherCampaignsOn(reads, campaign, { day, site }));
    others.set(key, n);
    return n;
  };

  /** Whoever loses a day of this plan makes room on it for those who come after. */
  const giveUp = async (reads: Some, { item: { plan, day }, machine }: Seen): Promise<void> => {
    if (day === null || day <= today || plan !== campaign.plan) return;
    await capacityLeft(reads, day);
    // a migration that has begun took none
    if (machine.state !== 'migrating') take(day, -1);
    pointer = Math.min(pointer, Math.max(campaign.startsOn, day));
  };

  const isFree = async (reads: Some, day: Day): Promise<boolean> =>
    fitsDay(campaign, day, { today, before: null }) && (await capacityLeft(reads, day)) > 0;
  /** The first day to come that is open and has room at this site. */
  const firstFree = async (reads: Some, site: string): Promise<Day | null> => {
    while (pointer <= today + FARTHEST && !(await isFree(reads, pointer))) pointer += 1;
    for (let day = pointer; day <= today + FARTHEST; day += 1) {
      if (!(await isFree(reads, day))) continue;
      const [left, others] = [await capacityLeft(reads, day), await othersAt(reads, day, site)];
      if (siteTakes({ left, more: 1, others })) return day;
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
    takeBack: ({ day, plan }: Planned, { item }: Seen): void => {
      if (day !== null && (day !== item.day || plan !== item.plan)) take(day, -1);
    },
    /** Whether the days that these are given have room still, by the roster as it stands: somebody may have moved a machine to one of them meanwhile. */
    haveCapacity: async (
      reads: Some,
      due: readonly { seen: Seen; next: Planned }[],
      plannedNow: PlannedHands,
    ): Promise<boolean> => {
      // a migration that has begun takes no room
      const takesCapacity = due.filter(({ seen: { machine } }) => machine.state !== 'migrating');
      const isNew = takesCapacity.filter(
        ({ seen: { item }, next }) => next.day !== item.day || next.plan !== item.plan,
      );
      for (const day of new Set(isNew.flatMap(({ next }) => next.day ?? []))) {
        const coming = isNew.filter(({ next }) => next.day === day);
        const leaving = takesCapacity.filter(({ seen: { item }, next }) => {
          return item.day === day && item.plan === campaign.plan && next.day !== day;
        });
        const left = (await capacityLeftOn(reads, campaign, plannedNow, day)) + leaving.length;
        const told = coming.filter(({ seen: { item } }) => item.day !== day);
        const sites = told.map(({ seen: { machine } }) => machine.site);
        if ((await fullBy(reads, campaign, { day, left, more: coming.length, sites })) !== undefined) return false;
      }
      return true;
    },
    /** Nobody else is given this day. */
    avoid: (day: Day): void => void capacities.set(day, Number.NEGATIVE_INFINITY),
    /** What an item is now, by the pass that deals with it; undefined: this pass leaves it. */
    place: async (reads: Some, seen: Seen, pass: 'keep' | 'place'): Promise<Planned | undefined> => {
      const { item, machine, holderId, blocked } = seen;
      const become = (day: Day | null): Planned => {
        const isNew = day !== null && day !== item.day;
        const reason = movedFor(item, { day, blocked }, campaign, today);
        const toldId = day === null ? null : holderId;
        return { plan: campaign.plan, day, toldId, reason, times: item.times + (isNew ? 1 : 0), blocked };
      };
      if (machine.state === 'migrating' && blocked === null) return become(item.day);
      if (campaign.state !== 'open' || blocked !== null) {
        await giveUp(reads, seen);
        return become(null);
      }
      const own = ownDay(item);
      // it stands in the plan already
      if (own !== null && item.plan === campaign.plan) return become(own);
      if (own !== null && (await capacityLeft(reads, own)) > 0) {
        take(own, 1);
        return become(own);
      }
      if (pass === 'keep' || !mayMove(item, campaign, today)) return undefined;
      const day = await firstFree(reads, machine.site);
      if (day === null) return undefined;
      take(day, 1);
      return become(day);
    },
  };
}
export type Days = ReturnType<typeof createDays>;

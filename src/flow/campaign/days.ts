import { capacityOf, capacityWith, FARTHEST, fitsDay, mayMove, movedFor } from '../../book/rules/campaigns.ts';
import type { Planned as PlannedHands } from '../../book/rules/roster.ts';
import type { Day } from '../../book/rules/working-days.ts';
import type { CampaignItemRow, CampaignRow } from '../../book/tables/rows/workstations.ts';
import type { Reads } from '../ports/store.ts';
import type { Seen } from './standing.ts';

/** What planning makes of an item. */
export type Planned = Pick<CampaignItemRow, 'plan' | 'day' | 'toldId' | 'reason' | 'times' | 'blocked'>;

/**
 * The days of a plan as they fill. Of each day what it takes already is counted once: one node plans a campaign at a time.
 * `keep` first lets every item stay on its day where that still fits; the next pass places the others. A day is filled by those who work on
 * it, as the roster says.
 */
export function createDays(campaign: CampaignRow, today: Day, planned: PlannedHands) {
  const most = capacityOf(campaign);
  const taken = new Map<Day, number>();
  let pointer = Math.max(campaign.startsOn, today + 1);

  const takenOn = async (reads: Pick<Reads, 'count'>, day: Day): Promise<number> => {
    const known = taken.get(day);
    if (known !== undefined) return known;
    const n = await reads.count('campaignItem', { campaignId: campaign.id, plan: campaign.plan, day, endedAt: null });
    taken.set(day, n);
    return n;
  };
  const add = (day: Day, n: number): void => void taken.set(day, (taken.get(day) ?? 0) + n);

  /** Whoever loses a day of this plan makes room on it for those who come after. */
  const giveUp = async (reads: Pick<Reads, 'count'>, { plan, day }: CampaignItemRow): Promise<void> => {
    if (day === null || day <= today || plan !== campaign.plan) return;
    await takenOn(reads, day);
    add(day, -1);
    pointer = Math.min(pointer, Math.max(campaign.startsOn, day));
  };

  /** The first day to come that is open and not full. */
  const firstFree = async (reads: Pick<Reads, 'count'>): Promise<Day | null> => {
    for (; pointer <= today + FARTHEST; pointer += 1) {
      if (!fitsDay(campaign, pointer, { today, before: null })) continue;
      if ((await takenOn(reads, pointer)) < capacityWith(campaign, planned(pointer))) return pointer;
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
      if (day !== null && (day !== item.day || plan !== item.plan)) add(day, -1);
    },
    /** Whether the days that these are given have room still: somebody may have moved a machine to one of them meanwhile. */
    haveRoom: async (reads: Pick<Reads, 'count'>, due: readonly { seen: Seen; next: Planned }[]): Promise<boolean> => {
      // a migration that has begun takes no room
      const isNew = due.filter(({ seen: { item, machine }, next }) => {
        return machine.state !== 'migrating' && (next.day !== item.day || next.plan !== item.plan);
      });
      const coming = new Map<Day, number>();
      for (const { next } of isNew) if (next.day !== null) coming.set(next.day, (coming.get(next.day) ?? 0) + 1);
      for (const [day, n] of coming) {
        const of = { campaignId: campaign.id, plan: campaign.plan, day, endedAt: null };
        const leaves = due.filter(({ seen: { item }, next }) => {
          return item.day === day && item.plan === campaign.plan && next.day !== day;
        });
        if ((await reads.count('campaignItem', of)) - leaves.length + n > most) return false;
      }
      return true;
    },
    /** Nobody else is given this day. */
    avoid: (day: Day): void => void taken.set(day, Number.POSITIVE_INFINITY),
    /** What an item is now, by the pass that deals with it; undefined: this pass leaves it. */
    place: async (
      reads: Pick<Reads, 'count'>,
      { item, machine, holderId, blocked }: Seen,
      pass: 'keep' | 'place',
    ): Promise<Planned | undefined> => {
      const become = (day: Day | null): Planned => {
        const isNew = day !== null && day !== item.day;
        const reason = movedFor(item, { day, blocked }, campaign, today);
        const toldId = day === null ? null : holderId;
        return { plan: campaign.plan, day, toldId, reason, times: item.times + (isNew ? 1 : 0), blocked };
      };
      if (machine.state === 'migrating' && blocked === null) return become(item.day);
      if (campaign.state !== 'open' || blocked !== null) {
        await giveUp(reads, item);
        return become(null);
      }
      const own = ownDay(item);
      // it stands in the plan already
      if (own !== null && item.plan === campaign.plan) return become(own);
      if (own !== null && (await takenOn(reads, own)) < most) {
        add(own, 1);
        return become(own);
      }
      if (pass === 'keep' || !mayMove(item, campaign, today)) return undefined;
      const day = await firstFree(reads);
      if (day === null) return undefined;
      add(day, 1);
      return become(day);
    },
  };
}
export type Days = ReturnType<typeof createDays>;

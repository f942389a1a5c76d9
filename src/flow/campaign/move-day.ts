import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { type Day, dayOf } from '../../book/rules/calendar/working-days.ts';
import { CampaignDay, FARTHEST, fitsDay, hasBegun } from '../../book/rules/workstation/campaigns.ts';
import { update } from '../../book/tables/lifecycle.ts';
import type { CampaignRow } from '../../book/tables/rows/workstations.ts';
import { act, type Deps, need } from '../act.ts';
import { Ref } from '../inputs.ts';
import type { Reads } from '../ports/store.ts';
import { capacityOn, createSiteLoads, fullBy } from './day-capacity.ts';
import { mustGoOn } from './listed.ts';
import { machinesByReference } from './machines-by-reference.ts';
import { plannedHands } from './planned-hands.ts';
import { refusedBy } from './refused.ts';
import { type Seen, seeMachines } from './standing.ts';

/** Machines that are moved in one act at most: a few, whose people were asked. */
const MOST_MOVED = 50;

/** Machines of a campaign, by their numbers, and the day on which they are to come. Of an exchange, those that are replaced. */
export const MoveDay = z.strictObject({
  campaignId: Ref,
  workstations: z.array(Ref).min(1).max(MOST_MOVED),
  day: CampaignDay,
});

/** The open items of these machines as they stand. Throws the refusal for the first that cannot be moved. */
async function toMove(
  reads: Pick<Reads, 'find' | 'get'>,
  campaign: CampaignRow,
  references: readonly string[],
  today: Day,
): Promise<Seen[]> {
  const { machines, unknown } = await machinesByReference(reads, references);
  if (unknown.length > 0) throw refusedBy(campaign, 'campaign-unknown', { unknown });
  const workstationId = machines.map(({ id }) => id);
  const items = await reads.find('campaignItem', { campaignId: campaign.id, workstationId, endedAt: null });
  for (const machine of machines)
    if (!items.some((item) => item.workstationId === machine.id))
      throw refusedBy(campaign, 'campaign-without', { machine });
  const seen = await seeMachines(reads, campaign, items, today);
  for (const { item, machine, blocked, outcome } of seen) {
    if (outcome !== undefined) throw refusedBy(campaign, 'campaign-without', { machine });
    if (hasBegun(item, machine)) throw refusedBy(campaign, 'campaign-begun', { machine });
    if (blocked !== null || item.blocked !== null) throw refusedBy(campaign, 'campaign-blocked', { machine });
  }
  return seen;
}

/** Moves the day of a few machines; `take` has the campaign looked at again. */
export function createDayMoves(deps: Deps, take: (campaignId: string) => Promise<void>) {
  return {
    /**
     * Gives machines of a campaign another day, all of them or none, and tells their holders. Answers how many had another one before.
     * Throws `wrong_state` where one cannot come, the day is closed or past, or it has no room for all of
     * them, by itself or beside other campaigns at their site.
     */
    moveDay: async (
      caller: Caller,
      { campaignId, workstations, day }: z.output<typeof MoveDay>,
    ): Promise<{ moved: number }> => {
      const moved = await act(deps, caller, 'campaign.change', `campaign:${campaignId}`, async (a) => {
        const campaign = await need(a.unit.get('campaign', campaignId), 'campaign');
        a.allow();
        const today = dayOf(a.now);
        mustGoOn(campaign);
        if (campaign.state !== 'open') throw refusedBy(campaign, 'campaign-paused');
        const planned = await plannedHands(a.unit, today);
        if (planned(day) === 0 || day > today + FARTHEST || !fitsDay(campaign, day, { today, before: null }))
          throw refusedBy(campaign, 'campaign-day-closed');
        const all = await toMove(a.unit, campaign, workstations, today);
        const others = all.filter(({ item }) => item.day !== day);
        const comesAnew = all.filter(({ item }) => item.day !== day || item.plan !== campaign.plan);
        const capacity = await capacityOn(a.unit, campaign, planned, day);
        const come = comesAnew.map(({ item, machine }) => ({ site: machine.site, isTold: item.day === day }));
        const loadOf = createSiteLoads(a.unit, campaign);
        const full = await fullBy(capacity, come, (site) => loadOf(day, site));
        if (full === 'day') throw refusedBy(campaign, 'campaign-day-full');
        if (full !== undefined) throw refusedBy(campaign, 'campaign-site-full', full);
        const changes = others.map(({ item, holderId }) => {
          const set = { plan: campaign.plan, day, toldId: holderId, reason: 'by-hand', times: item.times + 1 } as const;
          const { plan, day: before, toldId } = item;
          return update('campaignItem', item, set, { plan, day: before, toldId, endedAt: null });
        });
        if (changes.length > 0) await a.done(changes, { action: 'campaign.moveDay' });
        return changes.length;
      });
      await take(campaignId);
      return { moved };
    },
  };
}

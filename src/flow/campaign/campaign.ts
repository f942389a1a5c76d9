import { CAMPAIGN_NOT_CLOSED } from '../../book/tables/states.ts';
import type { Deps } from '../act.ts';
import { createClaimedWork } from '../claimed-work.ts';
import { createCarryingOut } from './carry-out.ts';
import { createLead } from './lead.ts';
import { createDayMoves } from './move-day.ts';
import { createOpening } from './open.ts';

/** How often a campaign that changes under the hand is looked at anew at once. */
const TRIES = 5;

/** Campaigns, which the service carries out in turns; after a stop they go on, on any node that claims them. */
export function createCampaigns(deps: Deps) {
  const { store } = deps;
  const carryOn = async (id: string): Promise<void> => {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const campaign = await store.reads.get('campaign', id);
      if (!campaign || campaign.state === 'closed' || !work.goesOn(id)) return;
      if (await carryOut(campaign)) return;
    }
    // whatever changes all the time is looked at in the next round
  };
  const work = createClaimedWork(deps, 'campaign', carryOn);
  const { take } = work;
  const { carryOut } = createCarryingOut(deps, ({ id }) => work.goesOn(id));

  return {
    ...createOpening(deps, take),
    ...createLead(deps, take),
    ...createDayMoves(deps, take),
    /** At start and now and then: what is not closed and no node carries out goes on here. */
    carryOn: async (): Promise<void> => {
      const open = await store.reads.find('campaign', { state: CAMPAIGN_NOT_CLOSED });
      await work.resume(open.map(({ id }) => id));
    },
    /** Answers once none runs here. */
    ended: (): Promise<void> => work.ended(),
    /** Ends after the piece that is being done: the rest goes on at the next start. */
    stop: work.stop,
  };
}

import type { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { closedText } from '../../book/rules/workstation/campaigns.ts';
import { type Action, move, update } from '../../book/tables/lifecycle.ts';
import { act, type Deps, need } from '../act.ts';
import type { CampaignRef, ReplanCampaign, TakeOut } from './inputs.ts';
import { mustGoOn } from './listed.ts';
import { itemToTakeOut } from './take-out.ts';

/** What a supervisor decides of a campaign that is open; `take` has it looked at again. */
export function createLead(deps: Deps, take: (campaignId: string) => Promise<void>) {
  const step = async (
    caller: Caller,
    campaignId: string,
    action: Action<'campaign'> & ('pause' | 'resume' | 'close'),
  ) => {
    await act(deps, caller, 'campaign.change', `campaign:${campaignId}`, async (a) => {
      const campaign = await need(a.unit.get('campaign', campaignId), 'campaign');
      a.allow();
      const closes = action === 'close' ? { closerId: caller.personId } : {};
      await a.done([move('campaign', campaign, action, closes)], { action: `campaign.${action}` });
    });
    await take(campaignId);
  };

  return {
    /** Nobody is to come until it is taken up again: days to come are called off, and their holders told. */
    pause: (caller: Caller, { campaignId }: z.output<typeof CampaignRef>) => step(caller, campaignId, 'pause'),
    /** Everybody is given a day anew. */
    resume: (caller: Caller, { campaignId }: z.output<typeof CampaignRef>) => step(caller, campaignId, 'resume'),
    /** What is left of it stays as it is, and whoever was to come is told. */
    close: (caller: Caller, { campaignId }: z.output<typeof CampaignRef>) => step(caller, campaignId, 'close'),

    /**
     * One machine leaves a campaign that goes on, and its holder is told where it was to come: it may be named anew. Throws `wrong_state`
     * where it is not in the campaign, its part is over, or its migration has begun.
     */
    takeOut: async (caller: Caller, { campaignId, workstation }: z.output<typeof TakeOut>): Promise<void> => {
      await act(deps, caller, 'campaign.change', `campaign:${campaignId}`, async (a) => {
        const campaign = await need(a.unit.get('campaign', campaignId), 'campaign');
        a.allow();
        mustGoOn(campaign);
        const item = await itemToTakeOut(a.unit, campaign, workstation);
        const set = { endedAt: a.now, outcome: 'left' } as const;
        await a.done([update('campaignItem', item, set, { endedAt: null })], {
          action: 'campaign.takeOut',
          subject: `campaignItem:${item.id}`,
        });
      });
      await take(campaignId);
    },

    /** Another capacity, other closed days, or all days given anew. Whose day moves is told why. */
    replan: async (
      caller: Caller,
      { campaignId, closedDays, technicians, perTechnician, way, reason }: z.output<typeof ReplanCampaign>,
    ): Promise<void> => {
      await act(deps, caller, 'campaign.change', `campaign:${campaignId}`, async (a) => {
        const row = await need(a.unit.get('campaign', campaignId), 'campaign');
        a.allow();
        mustGoOn(row);
        const set = {
          ...(technicians === undefined ? {} : { technicians }),
          ...(perTechnician === undefined ? {} : { perTechnician }),
          ...(closedDays === undefined ? {} : { closedDays: closedText(closedDays) }),
          plan: row.plan + 1,
          way,
          reason,
        };
        await a.done([update('campaign', row, set, { plan: row.plan })], { action: 'campaign.replan' });
      });
      await take(campaignId);
    },
  };
}

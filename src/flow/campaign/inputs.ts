import { z } from 'zod';
import { CampaignPlan, ExchangePlan, ReplanSettings, Selection } from '../../book/rules/workstation/campaigns.ts';
import { Ref } from '../inputs.ts';
import { Exchanges, type RefusedExchange } from './exchange-list.ts';
import type { ListedMachines } from './listed.ts';

/** Machines of one list at most. */
export const MOST_MACHINES = 10_000;
const MachineList = z.array(Ref).min(1).max(MOST_MACHINES);
export const CampaignRef = z.strictObject({ campaignId: Ref });
/** From one image to another: machines that have something in common, or those of a list. */
export const OpenCampaign = CampaignPlan.extend(Selection.shape)
  .extend({ machines: MachineList.optional() })
  .refine(
    ({ machines, fromImage, site, service, model }) =>
      machines === undefined
        ? [fromImage, site, service, model].some((one) => one !== undefined)
        : [site, service, model].every((one) => one === undefined),
    { path: ['machines'], error: 'name machines, or what they have in common' },
  )
  .refine(({ fromImage, targetImage }) => fromImage !== targetImage, {
    path: ['targetImage'],
    error: 'is the image that the machines have',
  });
export const AddMachines = CampaignRef.extend({ machines: MachineList });
/** Old machines are exchanged for new ones, and each token is bound to its holder's new machine. */
export const OpenExchange = ExchangePlan.extend({ exchanges: Exchanges });
export const AddExchanges = CampaignRef.extend({ exchanges: Exchanges });
/** One machine of a campaign, by its number; of an exchange, the one that is replaced. */
export const TakeOut = CampaignRef.extend({ workstation: Ref });
export const ReplanCampaign = CampaignRef.extend(ReplanSettings.shape);

/**
 * Which machines a campaign would have: those of a selection, or of a list. What it would lead them to says how many have that
 * already, and how many it would find blocked.
 */
export const CountCampaign = Selection.extend({
  machines: MachineList.optional(),
  targetImage: CampaignPlan.shape.targetImage.optional(),
  checklist: CampaignPlan.shape.checklist.default('any'),
});

/** What became of a list of machines. */
export interface AddedMachines extends Pick<ListedMachines, 'unknown' | 'inExchange'> {
  added: number;
}
/** What became of a list of exchanges. */
export interface AddedExchanges {
  added: number;
  refused: RefusedExchange[];
}

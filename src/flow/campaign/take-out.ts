import { hasBegun } from '../../book/rules/workstation/campaigns.ts';
import type { CampaignItemRow, CampaignRow } from '../../book/tables/rows/workstations.ts';
import type { Reads } from '../ports/store.ts';
import { notThere } from '../visibility.ts';
import { machinesByReference } from './machines-by-reference.ts';
import { refusedBy } from './refused.ts';

/**
 * The open item of a machine that is to leave its campaign. Throws `not_found` for a machine that is not known, `wrong_state` for one
 * that is not in the campaign, whose part is over or whose migration has begun.
 */
export async function itemToTakeOut(
  reads: Pick<Reads, 'find'>,
  campaign: CampaignRow,
  reference: string,
): Promise<CampaignItemRow> {
  const [machine] = (await machinesByReference(reads, [reference])).machines;
  if (!machine) throw notThere('workstation');
  const of = { campaignId: campaign.id, workstationId: machine.id, endedAt: null };
  const [item] = await reads.find('campaignItem', of);
  if (!item) throw refusedBy(campaign, 'campaign-without', { machine });
  if (hasBegun(item, machine)) throw refusedBy(campaign, 'campaign-begun', { machine });
  return item;
}

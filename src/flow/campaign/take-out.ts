import { hasBegun } from '../../book/rules/campaigns.ts';
import type { CampaignItemRow, CampaignRow } from '../../book/tables/rows/workstations.ts';
import { AppError } from '../../errors.ts';
import type { Reads } from '../ports/store.ts';
import { notThere } from '../visibility.ts';
import { machinesByReference } from './machines-by-reference.ts';

/**
 * The open item of a machine that is to leave its campaign. Throws `not_found` for a machine that is not known, `wrong_state` for one
 * that is not in the campaign, whose part is over or whose migration has begun.
 */
export async function itemToTakeOut(
  reads: Pick<Reads, 'find'>,
  { id: campaignId, state: from }: CampaignRow,
  reference: string,
): Promise<CampaignItemRow> {
  const [machine] = (await machinesByReference(reads, [reference])).machines;
  if (!machine) throw notThere('workstation');
  const [item] = await reads.find('campaignItem', { campaignId, workstationId: machine.id, endedAt: null });
  if (!item)
    throw new AppError('wrong_state', 'no part of this machine in the campaign is open', {
      detail: { kind: 'campaign', from, why: 'campaign-without' },
    });
  if (hasBegun(item, machine))
    throw new AppError('wrong_state', 'the migration of this machine has begun: see it through', {
      detail: { kind: 'campaign', from, why: 'campaign-begun' },
    });
  return item;
}

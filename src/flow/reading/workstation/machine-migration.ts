import type { CampaignItemRow } from '../../../book/tables/rows/workstations.ts';
import { campaignOf } from '../../campaign/standing.ts';
import type { Reads } from '../../ports/store.ts';

/** The campaign that moves a machine to another image, with its day there. */
export interface MachineMigration extends Pick<CampaignItemRow, 'day' | 'blocked'> {
  id: string;
  targetImage: string;
}

/** Where several move it, the one that leads; null: it is blocked in all of them, or in none. */
export async function migrationOfMachine(
  reads: Pick<Reads, 'find' | 'get'>,
  workstationId: string,
): Promise<MachineMigration | null> {
  const leads = await campaignOf(reads, workstationId);
  const targetImage = leads?.targetImage ?? null;
  const [item] = leads ? await reads.find('campaignItem', { campaignId: leads.id, workstationId, endedAt: null }) : [];
  return leads && item && targetImage !== null
    ? { id: leads.id, targetImage, day: item.day, blocked: item.blocked }
    : null;
}

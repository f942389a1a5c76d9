import type { CampaignItemRow } from '../../../book/tables/rows/workstations.ts';
import { campaignOf } from '../../campaign/standing.ts';
import type { Reads } from '../../ports/store.ts';

/** The campaign that moves a machine to another image, with its day there. */
export interface MachineMigration extends Pick<CampaignItemRow, 'day' | 'blocked'> {
  /** Null, as `blocked` is, for people who have no part in the workshop. */
  id: string | null;
  targetImage: string;
}

/** Where several move it, the one that leads; null: it is blocked in all of them, or in none. `isStaff`: whether the reader has a part in the workshop. */
export async function migrationOfMachine(
  reads: Pick<Reads, 'find' | 'get'>,
  workstationId: string,
  { isStaff }: { isStaff: boolean },
): Promise<MachineMigration | null> {
  const leads = await campaignOf(reads, workstationId);
  const targetImage = leads?.targetImage ?? null;
  const [item] = leads ? await reads.find('campaignItem', { campaignId: leads.id, workstationId, endedAt: null }) : [];
  return leads && item && targetImage !== null
    ? { id: isStaff ? leads.id : null, targetImage, day: item.day, blocked: isStaff ? item.blocked : null }
    : null;
}

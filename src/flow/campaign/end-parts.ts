import type { CampaignOutcome } from '../../book/tables/codes.ts';
import { type Change, update } from '../../book/tables/lifecycle.ts';
import type { CampaignItemRow } from '../../book/tables/rows/workstations.ts';

/** Machines whose part in a campaign ends by an act: what changes, and what the act's entry says of it. */
export interface PartsEnded {
  changes: Change[];
  says: { campaigns?: string[] };
}

/** Ends these parts of campaigns. */
export function endParts(items: readonly CampaignItemRow[], outcome: CampaignOutcome, now: number): PartsEnded {
  const campaigns = [...new Set(items.map(({ campaignId }) => campaignId))].sort();
  return {
    changes: items.map((item) => update('campaignItem', item, { endedAt: now, outcome }, { endedAt: null })),
    says: campaigns.length === 0 ? {} : { campaigns },
  };
}

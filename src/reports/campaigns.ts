import { z } from 'zod';
import { CAMPAIGN_KINDS } from '../book/tables/codes.ts';
import type { JsonChange } from '../journal/entry-changes.ts';

/** What a campaign is known by: the images between which machines move, none where they are exchanged; which machines, and when it was opened. */
export const KnownCampaign = z.object({
  kind: z.enum(CAMPAIGN_KINDS),
  fromImage: z.string().nullable(),
  targetImage: z.string().nullable(),
  site: z.string().nullable(),
  service: z.string().nullable(),
  model: z.string().nullable(),
  openedAt: z.int(),
});
export type KnownCampaign = z.infer<typeof KnownCampaign>;
/** The campaigns that go on at a moment, by id. */
export type OpenCampaigns = ReadonlyMap<string, KnownCampaign>;

/** Follows through the journal which campaigns go on. */
export function followCampaigns(before: OpenCampaigns) {
  const open = new Map(before);
  return {
    take: (change: JsonChange): void => {
      if (change.table !== 'campaign') return;
      if ('insert' in change) {
        const { data } = KnownCampaign.safeParse(change.insert);
        if (data) open.set(change.id, data);
      } else if (change.set['state'] === 'closed') open.delete(change.id);
    },
    /** What it is known by; undefined where an earlier journal holds it. */
    known: (id: string): KnownCampaign | undefined => open.get(id),
    standing: (): OpenCampaigns => open,
  };
}

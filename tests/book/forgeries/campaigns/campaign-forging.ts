import type { Entry } from '../../../../src/journal/entry.ts';
import type { JsonChange, JsonRow } from '../../../../src/journal/entry-changes.ts';
import { campaigns } from '../../../support/judged/journals/machines/campaign.ts';
import { honest } from '../../../support/judged/journals.ts';
import { judgeAll } from '../../../support/judged/judging.ts';
import { type Forged, forge } from '../forging.ts';

/** The journal of campaigns, to be changed. */
export const openedCampaigns = async (): Promise<Forged> => forge(await honest(campaigns));
/** The journal up to this entry is refused there, with this sentence and none before it. */
export function refusedAt(f: Forged, entry: Entry, sentence: string): void {
  f.cut(entry);
  expect(judgeAll(f.signed())).toEqual({ seq: f.entries.indexOf(entry), sentence });
}
/** What an entry of planning makes of its items. */
export const itemsOf = (entry: Entry): JsonRow[] =>
  ((entry.detail['changes'] ?? []) as JsonChange[]).flatMap((change) =>
    change.table === 'campaignItem' && 'set' in change ? [change.set] : [],
  );
/** The first entry by which a campaign is planned so. */
export const planned = (f: Forged, fits: (items: readonly JsonRow[]) => boolean): Entry =>
  f.first('campaign.plan', (entry) => fits(itemsOf(entry)));

import { dayOf } from '../../book/rules/calendar/working-days.ts';
import type { Change } from '../../book/tables/lifecycle.ts';
import type { CampaignItemRow } from '../../book/tables/rows/workstations.ts';
import type { NewEntry, Unit } from '../ports/store.ts';
import type { Notice, Template } from './templates.ts';

type Of<T extends Change['table']> = Extract<Change, { table: T }>;

/** What is told of the day of an item: that its machine migrates, or that it is exchanged for another. */
const templateOf = ({ otherId }: Pick<CampaignItemRow, 'otherId'>, what: 'day' | 'moved' | 'off'): Template =>
  otherId === null ? `migration-${what}` : `exchange-${what}`;

/** Acts that give an item its day. */
const GIVES_DAYS: readonly string[] = ['campaign.plan', 'campaign.moveDay'];

/** What somebody was told, or is to be told: to come on a day. */
type Told = Pick<CampaignItemRow, 'day' | 'toldId'>;
const NOTHING: Told = { day: null, toldId: null };

/**
 * A machine of a campaign was given a day, another one, or none any more, or it is for another person now: whoever was told to come
 * is called off, and whoever is to come hears of it, each once. A day that is past is called off to nobody, and an account that is
 * closed is told of nothing.
 */
export async function ofCampaign(
  unit: Unit,
  change: Of<'campaignItem'>,
  { action }: NewEntry,
  now: number,
): Promise<Notice[]> {
  const ends = action === 'campaign.settle' || action === 'campaign.takeOut';
  if ('insert' in change || !(GIVES_DAYS.includes(action) || ends)) return [];
  const item = await unit.get('campaignItem', change.id);
  if (!item) return [];
  const { day = item.day, toldId = item.toldId } = change.expect;
  const [before, after]: [Told, Told] = ends ? [item, NOTHING] : [{ day, toldId }, item];
  const notices: Notice[] = [];
  const tell = async (personId: string | null, of: Told, what: 'day' | 'moved' | 'off'): Promise<void> => {
    if (personId === null || of.day === null || of.day < dayOf(now)) return;
    if ((await unit.get('account', personId))?.state === 'disabled') return;
    notices.push({ template: templateOf(item, what), personId, about: `campaignItem:${item.id}` });
  };
  const isSame = before.toldId === after.toldId;
  if (!isSame) await tell(before.toldId, before, 'off');
  // whoever had a day before this one reads why it moved
  const isMoved = isSame || (before.day === null && item.times > 1);
  if (!isSame || before.day !== after.day) await tell(after.toldId, after, isMoved ? 'moved' : 'day');
  return notices;
}

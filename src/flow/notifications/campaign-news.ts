import { dayOf } from '../../book/rules/working-days.ts';
import type { Change } from '../../book/tables/lifecycle.ts';
import type { CampaignItemRow } from '../../book/tables/rows/workstations.ts';
import { partHolderOf } from '../campaign/part-holders.ts';
import type { NewEntry, Unit } from '../ports/store.ts';
import type { Notice, Template } from './templates.ts';

type Of<T extends Change['table']> = Extract<Change, { table: T }>;

/** What is told of the day of an item: that its machine migrates, or that it is exchanged for another. */
const templateOf = ({ otherId }: Pick<CampaignItemRow, 'otherId'>, what: 'day' | 'moved' | 'off'): Template =>
  otherId === null ? `migration-${what}` : `exchange-${what}`;

/**
 * A machine of a campaign was given a day, another one, or none any more: whoever it is for hears of each once, also after
 * their old machine was taken back. A day that is past is called off to nobody.
 */
export async function ofCampaign(
  unit: Unit,
  change: Of<'campaignItem'>,
  { action }: NewEntry,
  now: number,
): Promise<Notice[]> {
  const ends = action === 'campaign.settle' || action === 'campaign.takeOut';
  if ('insert' in change || (action !== 'campaign.plan' && !ends)) return [];
  const { set, expect } = change;
  if (action === 'campaign.plan' && set.day === expect.day) return [];
  const item = await unit.get('campaignItem', change.id);
  if (!item) return [];
  const calledOff = ends ? item.day : (expect.day ?? null);
  const isGiven = action === 'campaign.plan' && item.day !== null;
  if (!isGiven && (calledOff === null || calledOff < dayOf(now))) return [];
  const template = templateOf(item, !isGiven ? 'off' : item.times === 1 ? 'day' : 'moved');
  const machine = await unit.get('workstation', item.workstationId);
  const personId = machine && (await partHolderOf(unit, item, machine));
  if (!personId) return [];
  // an account that is closed is told of nothing
  if (item.blocked === 'holder-left') return [];
  return [{ template, personId, about: `campaignItem:${item.id}` }];
}

/**
 * A machine that is to migrate, or to be exchanged, on a day to come is given to somebody: they hear of it, as whoever had it before
 * did. One that is taken back may be exchanged for another person, who has a token on it: they hear of it then.
 */
export async function ofNewHolder(unit: Unit, change: Of<'workstation'>, now: number): Promise<Notice[]> {
  if ('insert' in change || change.set.holderId === undefined) return [];
  // one that somebody edited keeps nobody from being given the machine
  const items = await unit.find('campaignItem', { workstationId: change.id, endedAt: null }, { leaveOut: true });
  const toCome = items.filter(({ day }) => day !== null && day >= dayOf(now));
  const machine = toCome.length === 0 ? undefined : await unit.get('workstation', change.id);
  const notices: Notice[] = [];
  for (const item of machine ? toCome : []) {
    const personId = machine ? await partHolderOf(unit, item, machine) : null;
    if (personId !== null && personId !== change.expect.holderId)
      notices.push({ template: templateOf(item, 'day'), personId, about: `campaignItem:${item.id}` });
  }
  return notices;
}

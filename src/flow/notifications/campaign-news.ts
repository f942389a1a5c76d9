import { exchangedFor } from '../../book/rules/exchanges.ts';
import { dayOf } from '../../book/rules/working-days.ts';
import type { Change } from '../../book/tables/lifecycle.ts';
import type { CampaignItemRow } from '../../book/tables/rows/workstations.ts';
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
  const personId = machine && exchangedFor(machine, item);
  if (!personId) return [];
  // an account that is closed is told of nothing
  if (item.blocked === 'holder-left') return [];
  return [{ template, personId, about: `campaignItem:${item.id}` }];
}

/** An agent is given a machine that is to migrate, or to be exchanged, on a day to come: they hear of it, as whoever had it before did. */
export async function ofNewHolder(unit: Unit, change: Of<'workstation'>, now: number): Promise<Notice[]> {
  const personId = 'insert' in change ? null : change.set.holderId;
  if (!personId) return [];
  // one that somebody edited keeps nobody from being given the machine
  const items = await unit.find('campaignItem', { workstationId: change.id, endedAt: null }, { leaveOut: true });
  return items
    .filter(({ day }) => day !== null && day >= dayOf(now))
    .map((item) => ({ template: templateOf(item, 'day'), personId, about: `campaignItem:${item.id}` }));
}

import type { Scene } from '../../language/scene.ts';
import { beginOf, dayOf } from '../../rules/calendar/working-days.ts';
import { asksTemporary } from '../../rules/request/asking.ts';
import { cameBefore } from '../../rules/workstation/campaigns.ts';
import { type Exchange, tokenToBind } from '../../rules/workstation/exchanges.ts';
import type { RowOf } from '../../tables/row.ts';
import { rebindingOf } from '../handover/rebinding.ts';
import { partHolderOf } from './part-holder.ts';

/** Whether a machine is in an item of another campaign that came first: it migrates, is exchanged, or takes another's place. */
export const isElsewhere = (s: Scene, machineId: string, item: RowOf<'campaignItem'>): boolean =>
  [...s.find('openCampaignItems', machineId), ...s.find('openExchangesFor', machineId)].some((other) =>
    cameBefore(other, item),
  );

/** What decides whether the item's machine can be exchanged; undefined where it migrates. */
export function exchangeOf(s: Scene, machine: RowOf<'workstation'>, item: RowOf<'campaignItem'>): Exchange | undefined {
  const { otherId } = item;
  if (otherId === null) return undefined;
  const { holderId, isUnclear } = partHolderOf(s, machine, item);
  const held = holderId === null ? [] : s.find('tokensOfHolder', holderId, machine.id);
  const token = tokenToBind(held, ({ requestId }) => asksTemporary(s.get('request', String(requestId))));
  const asked =
    holderId === null ? [] : [machine.id, otherId].flatMap((id) => s.find('openRequests', holderId, id, null));
  return {
    holderId,
    isUnclear,
    other: s.get('workstation', otherId),
    otherIsElsewhere: isElsewhere(s, otherId, item),
    // of the day, so that what is looked at just before the entry is not of another moment
    rebinding: token && rebindingOf(s, token, otherId, beginOf(dayOf(s.clock.latest))),
    openRequests: asked.length,
  };
}

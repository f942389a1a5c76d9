import type { Scene } from '../../language/scene.ts';
import { type PartHolder, partHolder } from '../../rules/workstation/exchanges.ts';
import type { RowOf } from '../../tables/row.ts';

/** For whom the item of this machine is, as it stands. */
export function partHolderOf(s: Scene, machine: RowOf<'workstation'>, item: RowOf<'campaignItem'>): PartHolder {
  const { formerHolderId } = machine;
  const ended = formerHolderId === null ? [] : s.find('exchangesOfWorkstation', machine.id);
  return partHolder(machine, item, {
    tokens: s.find('tokensOfWorkstation', machine.id),
    wasReplaced: ended.some(({ otherId }) => s.get('workstation', String(otherId))?.holderId === formerHolderId),
  });
}

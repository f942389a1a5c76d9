import { type PartHolder, partHolder } from '../../book/rules/workstation/exchanges.ts';
import type { CampaignItemRow, WorkstationRow } from '../../book/tables/rows/workstations.ts';
import type { Reads } from '../ports/store.ts';

type Some = Pick<Reads, 'find'>;
/** What of an item and of its machine says for whom the item is. */
type Item = Pick<CampaignItemRow, 'id' | 'workstationId' | 'otherId'>;
type Machine = Pick<WorkstationRow, 'id' | 'holderId' | 'formerHolderId'>;

/** Whether a machine of these was exchanged before, and who had it last has the one that took its place. */
async function replacedFor(reads: Some, ids: readonly string[]): Promise<(machine: Machine) => boolean> {
  const ended =
    ids.length === 0 ? [] : await reads.find('campaignItem', { workstationId: [...ids], outcome: 'exchanged' });
  const places = ended.flatMap(({ otherId }) => otherId ?? []);
  const others = places.length === 0 ? [] : await reads.find('workstation', { id: places });
  return ({ id, formerHolderId }) =>
    formerHolderId !== null &&
    ended.some(
      (item) =>
        item.workstationId === id && others.some((one) => one.id === item.otherId && one.holderId === formerHolderId),
    );
}

/**
 * For whom these items are, by their ids; those whose machine is not among `machines` are left out. Of all machines that were taken
 * back one statement reads the tokens, and two the machines that took their places before.
 */
export async function partHolders(
  reads: Some,
  items: readonly Item[],
  machines: ReadonlyMap<string, Machine>,
): Promise<ReadonlyMap<string, PartHolder>> {
  const isAsked = ({ workstationId, otherId }: Item): boolean =>
    otherId !== null && machines.get(workstationId)?.holderId === null;
  const ids = items.filter(isAsked).map(({ workstationId }) => workstationId);
  const tokens = ids.length === 0 ? [] : await reads.find('token', { workstationId: ids, state: 'active' });
  const replaced = await replacedFor(reads, ids);
  return new Map(
    items.flatMap((item) => {
      const machine = machines.get(item.workstationId);
      if (!machine) return [];
      const known = {
        tokens: tokens.filter(({ workstationId }) => workstationId === item.workstationId),
        wasReplaced: replaced(machine),
      };
      return [[item.id, partHolder(machine, item, known)] as const];
    }),
  );
}

/** For whom the item of this machine is; null: for nobody, or nobody knows for whom of several. */
export async function partHolderOf(reads: Some, item: Item, machine: Machine): Promise<string | null> {
  const holders = await partHolders(reads, [item], new Map([[item.workstationId, machine]]));
  return holders.get(item.id)?.holderId ?? null;
}

import type { Day } from '../../book/rules/calendar/working-days.ts';
import { blockerOf, cameBefore, leading, outcomeOf } from '../../book/rules/workstation/campaigns.ts';
import { ANY, isWithdrawn } from '../../book/rules/workstation/checklists.ts';
import type { CampaignBlocker, CampaignOutcome } from '../../book/tables/codes.ts';
import type { CampaignItemRow, CampaignRow, WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { underIncident } from '../incident/incident-against.ts';
import { readActivePeople } from '../people/find-person.ts';
import type { Reads } from '../ports/store.ts';
import { readExchanges } from './exchanges.ts';
import { partHolders } from './part-holders.ts';

/** A machine of a campaign as it stands now. */
export interface Seen {
  item: CampaignItemRow;
  machine: WorkstationRow;
  /** Whom it is for (`partHolder`); null: nobody, or nobody knows which of several. */
  holderId: string | null;
  blocked: CampaignBlocker | null;
  /** How its part ends without its checklist, or the binding of its token; undefined: it goes on. */
  outcome: CampaignOutcome | undefined;
}

type Some = Pick<Reads, 'find' | 'get'>;
/** What a campaign would do to its machines: this, and its state, says how they stand. */
export type Aim = Pick<CampaignRow, 'fromImage' | 'targetImage' | 'checklist'>;

/** Models for which a checklist is due that the campaign is content with. */
async function modelsWithChecklist(
  reads: Some,
  { checklist, targetImage }: Aim,
  models: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  if (checklist === 'any' || targetImage === null) return models;
  const newest = { orderBy: 'version', descending: true, limit: 1 } as const;
  const has = async (model: string): Promise<boolean> => {
    const [row] = await reads.find('checklist', { purpose: 'migration', model, image: targetImage }, newest);
    return row !== undefined && !isWithdrawn(row);
  };
  if (await has(ANY)) return models;
  const found = new Set<string>();
  for (const model of models) if (await has(model)) found.add(model);
  return found;
}

/**
 * How machines of a campaign stand on this day, by a few reads for all of them; book/acts/campaign/planning.ts says the same of one.
 */
export async function seeMachines(
  reads: Some,
  campaign: Aim & Pick<CampaignRow, 'state'>,
  items: readonly CampaignItemRow[],
  today: Day,
): Promise<Seen[]> {
  const ids = items.map(({ workstationId }) => workstationId);
  const machines = new Map((await reads.find('workstation', { id: ids })).map((row) => [row.id, row]));
  const all = [...machines.values()];
  const hit = await underIncident(reads, all);
  const holders = await partHolders(reads, items, machines);
  const people = [...holders.values()].flatMap(({ holderId }) => holderId ?? []);
  const activePeople = await readActivePeople(reads, [...new Set(people)]);
  const models = await modelsWithChecklist(reads, campaign, new Set(all.map(({ model }) => model)));
  const open = await reads.find('campaignItem', { workstationId: ids, endedAt: null });
  const replacing = await reads.find('campaignItem', { otherId: ids, endedAt: null });
  const isElsewhere = (item: CampaignItemRow, id: string): boolean =>
    open.some((other) => other.workstationId === id && cameBefore(other, item)) ||
    replacing.some((other) => other.otherId === id && cameBefore(other, item));
  const exchanges = await readExchanges(reads, items, { machines, holders, activePeople, today });
  return items.flatMap((item) => {
    const machine = machines.get(item.workstationId);
    if (!machine) return [];
    const holderId = holders.get(item.id)?.holderId ?? null;
    const exchange = exchanges.get(item.id);
    const blocked = blockerOf(campaign, {
      machine,
      incident: hit.has(machine.id),
      holderIsThere: holderId === null || activePeople.has(holderId),
      hasChecklist: models.has(machine.model),
      elsewhere: isElsewhere(item, machine.id),
      exchange,
    });
    return [{ item, machine, holderId, blocked, outcome: outcomeOf(campaign, machine, exchange) }];
  });
}

/** The campaign that leads the migration of a machine; undefined where none does. */
export async function campaignOf(reads: Some, workstationId: string): Promise<CampaignRow | undefined> {
  const items = await reads.find('campaignItem', { workstationId, endedAt: null });
  const rows = items.length === 0 ? [] : await reads.find('campaign', { id: items.map((item) => item.campaignId) });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return leading(items, ({ campaignId }) => byId.get(campaignId));
}
/** The items of campaigns that move a machine to this image. */
export async function itemsFor(reads: Some, workstationId: string, image: string | null): Promise<CampaignItemRow[]> {
  const items = await reads.find('campaignItem', { workstationId, otherId: null, endedAt: null });
  if (items.length === 0) return [];
  const rows = await reads.find('campaign', { id: items.map((item) => item.campaignId) });
  const moving = new Set(rows.filter(({ targetImage }) => targetImage === image).map(({ id }) => id));
  return items.filter(({ campaignId }) => moving.has(campaignId));
}

import { isSelected, mayComeIn, rankOf } from '../../book/rules/workstation/campaigns.ts';
import { create } from '../../book/tables/lifecycle.ts';
import type { CampaignItemRow, CampaignRow, WorkstationRow } from '../../book/tables/rows/workstations.ts';
import type { Deps } from '../act.ts';
import type { Reads, Where } from '../ports/store.ts';

/** Items of one entry: so many fit in a line of the journal, and others wait for milliseconds. */
export const PIECE = 100;
/** New items of one entry: the rank of each is as long as its site, its service and its number. */
export const ENROLLED = 50;
/** Machines that are looked at together. */
const PAGE = 500;

/** What a selection names. */
export type Criteria = Pick<CampaignRow, 'fromImage' | 'site' | 'service' | 'model'>;

/** A machine that comes into a campaign, and the one that takes its place; null where none does. */
export interface Coming {
  machine: WorkstationRow;
  otherId: string | null;
}
/** A machine that migrates. */
export const migrates = (machine: WorkstationRow): Coming => ({ machine, otherId: null });

/** A new item, with no day yet. */
export const newItem = (
  id: string,
  campaign: Pick<CampaignRow, 'id'>,
  { machine, otherId }: Coming,
  now: number,
): CampaignItemRow => ({
  id,
  campaignId: campaign.id,
  workstationId: machine.id,
  otherId,
  rank: rankOf(machine),
  assetNumber: machine.assetNumber,
  addedAt: now,
  plan: 0,
  day: null,
  toldId: null,
  reason: null,
  times: 0,
  blocked: null,
  endedAt: null,
  outcome: null,
  tokenAt: null,
  requestId: null,
  tokenLeft: null,
});

/** The columns by which an index finds them; the rest is looked at row by row. */
function whereOf({ site, model }: Criteria): Where<'workstation'> {
  if (site !== null) return { site };
  return model === null ? {} : { model };
}

/** Whether a selection finds this machine. */
export const comesIn = (of: Criteria, machine: WorkstationRow): boolean =>
  mayComeIn(machine) && isSelected(of, machine);

/** Machines of a page that come in, and how many were looked at for them. */
interface FoundMachines {
  rows: WorkstationRow[];
  read: number;
}

/** Machines of a selection in pages, retired ones left out; some pages hold none. Rows that somebody edited are left out. */
export async function* selected(reads: Pick<Reads, 'find'>, of: Criteria): AsyncGenerator<FoundMachines> {
  let from = '';
  for (;;) {
    const page = await reads.find('workstation', whereOf(of), { orderBy: 'assetNumber', from, limit: PAGE + 1 });
    const rows = page.filter(({ assetNumber }) => assetNumber !== from).slice(0, PAGE);
    const last = rows.at(-1)?.assetNumber;
    // a page is short where a row was left out, so that only an empty one is the last
    if (last === undefined) return;
    yield { rows: rows.filter((row) => comesIn(of, row)), read: rows.length };
    from = last;
  }
}
/** How many machines a selection has to look at, those included that somebody edited. */
export const toLookAt = (reads: Pick<Reads, 'count'>, of: Criteria): Promise<number> =>
  reads.count('workstation', whereOf(of));

/** Those of these machines that are in the campaign. */
export async function enrolled(
  reads: Pick<Reads, 'find'>,
  { id }: Pick<CampaignRow, 'id'>,
  machines: readonly Pick<WorkstationRow, 'id'>[],
): Promise<ReadonlySet<string>> {
  const workstationId = machines.map((machine) => machine.id);
  const items = await reads.find('campaignItem', { campaignId: id, workstationId });
  return new Set(items.map((item) => item.workstationId));
}

/** The items of machines that are new to a campaign. */
export const createItems = (
  deps: Pick<Deps, 'chance'>,
  campaign: Pick<CampaignRow, 'id'>,
  machines: readonly Coming[],
  now: number,
) => machines.map((coming) => create('campaignItem', newItem(deps.chance.id(), campaign, coming, now)));

import { asksTemporary } from '../../../book/rules/request/asking.ts';
import { cameBefore } from '../../../book/rules/workstation/campaigns.ts';
import { tokenToBind } from '../../../book/rules/workstation/exchanges.ts';
import type { TokenRow } from '../../../book/tables/rows/tokens.ts';
import type { CampaignItemRow, WorkstationRow } from '../../../book/tables/rows/workstations.ts';
import { CAMPAIGN_GOES_ON, TOKEN_BOUND } from '../../../book/tables/states.ts';
import { partHolderOf } from '../../campaign/part-holders.ts';
import type { Reads } from '../../ports/store.ts';

type Some = Pick<Reads, 'find' | 'get'>;

/** An exchange of a campaign that goes on, as somebody at a desk needs it. */
export interface ExchangeDetail {
  campaignId: string;
  /** Asset numbers of the machine that goes, and of the one that takes its place. */
  old: string;
  new: string;
  /** The day on which its holder is to come (book/rules/calendar/working-days.ts); null: none is given. */
  day: number | null;
  blocked: CampaignItemRow['blocked'];
  /** Who has the old machine, or had it, has the new one already. */
  isGiven: boolean;
}
/** The same of a machine that is on one side of it. */
export interface MachineExchange extends Omit<ExchangeDetail, 'campaignId'> {
  /** Null, as what blocks it is, for people who have no part in the workshop. */
  campaignId: string | null;
  /** This machine is the one that goes. */
  isOld: boolean;
  /** Of the token that is to be bound to the new machine; null: there is none. */
  serial: string | null;
  /** The reader has the old machine, or had it: the day is theirs. */
  isTheirs: boolean;
  /** Which of the two machines whoever it is for has, and brings. */
  brings: 'both' | 'old' | 'new' | 'none';
}

/** The exchange of these that came first and whose campaign goes on, with both machines; undefined for none. */
async function firstOf(reads: Some, items: readonly CampaignItemRow[]) {
  const exchanges = items.filter(({ otherId }) => otherId !== null).sort((a, b) => (cameBefore(a, b) ? -1 : 1));
  for (const item of exchanges) {
    const [campaign, machine, other] = await Promise.all([
      reads.get('campaign', item.campaignId),
      reads.get('workstation', item.workstationId),
      reads.get('workstation', item.otherId ?? ''),
    ]);
    if (campaign && CAMPAIGN_GOES_ON.includes(campaign.state) && machine && other) return { item, machine, other };
  }
  return undefined;
}
const shown = (
  { campaignId, day, blocked }: CampaignItemRow,
  machine: WorkstationRow,
  other: WorkstationRow,
  holderId: string | null,
): ExchangeDetail => ({
  campaignId,
  day,
  blocked,
  old: machine.assetNumber,
  new: other.assetNumber,
  isGiven: holderId !== null && other.holderId === holderId,
});

/** The exchange by which this token goes to another machine; null: none does. */
export async function exchangeOfToken(
  reads: Some,
  { holderId, workstationId }: Pick<TokenRow, 'holderId' | 'workstationId'>,
): Promise<ExchangeDetail | null> {
  if (workstationId === null) return null;
  const found = await firstOf(reads, await reads.find('campaignItem', { workstationId, endedAt: null }));
  if (!found || (await partHolderOf(reads, found.item, found.machine)) !== holderId) return null;
  return shown(found.item, found.machine, found.other, holderId);
}

/**
 * The exchange of a machine, whichever side it is on; null: it is in none. `readerId`: who has no part in the workshop reads of an
 * exchange of their own machine alone, since the number of the other one would be that of a stranger's.
 */
export async function exchangeOfMachine(
  reads: Some,
  workstationId: string,
  { readerId, isStaff }: { readerId: string; isStaff: boolean },
): Promise<MachineExchange | null> {
  const items = [
    ...(await reads.find('campaignItem', { workstationId, endedAt: null })),
    ...(await reads.find('campaignItem', { otherId: workstationId, endedAt: null })),
  ];
  const found = await firstOf(reads, items);
  if (!found) return null;
  const { item, machine, other } = found;
  const bound = await reads.find('token', { workstationId: machine.id, state: TOKEN_BOUND });
  const holderId = await partHolderOf(reads, item, machine);
  const isTheirs = holderId === readerId;
  if (!isStaff && !isTheirs) return null;
  const held = bound.filter((one) => one.holderId === holderId);
  const requests = await reads.find('request', { id: held.flatMap(({ requestId }) => requestId ?? []) });
  const token = tokenToBind(held, ({ requestId }) => asksTemporary(requests.find(({ id }) => id === requestId)));
  const isOld = machine.id === workstationId;
  const hasOld = holderId !== null && machine.holderId === holderId;
  const part = shown(item, machine, other, holderId);
  const brings = hasOld ? (part.isGiven ? 'both' : 'old') : part.isGiven ? 'new' : 'none';
  const detail = { ...part, isOld, serial: token?.id ?? null, isTheirs, brings } as const;
  // what blocks it may tell of others: who has the new machine, an incident, another campaign
  return isStaff ? detail : { ...detail, campaignId: null, blocked: null };
}

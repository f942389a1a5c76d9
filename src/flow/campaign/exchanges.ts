import { beginOf, type Day, dayOf } from '../../book/rules/calendar/working-days.ts';
import type { Rebinding } from '../../book/rules/handover/rebinding.ts';
import { asksTemporary } from '../../book/rules/request/asking.ts';
import { cameBefore } from '../../book/rules/workstation/campaigns.ts';
import { type Exchange, isExchangedBy, type PartHolder, tokenToBind } from '../../book/rules/workstation/exchanges.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import type { CampaignItemRow, WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { REQUEST_OPEN, TOKEN_BOUND } from '../../book/tables/states.ts';
import type { Reads } from '../ports/store.ts';
import { renewalPolicy } from '../request/renewals.ts';
import { endParts, type PartsEnded } from './end-parts.ts';
import { partHolders } from './part-holders.ts';

type Some = Pick<Reads, 'find' | 'get'>;
/** An item whose machine another one replaces. */
type ExchangeItem = CampaignItemRow & { otherId: string };
const isExchange = (item: CampaignItemRow): item is ExchangeItem => item.otherId !== null;

const isOne = (id: string | null, ...of: readonly string[]): boolean => id !== null && of.includes(id);
const byId = <R extends { id: string }>(rows: readonly R[]): ReadonlyMap<string, R> =>
  new Map(rows.map((row) => [row.id, row]));

/** The rows on which exchanges depend, beside their old machines, read by a few statements for all of them. */
async function readRelated(
  reads: Some,
  items: readonly ExchangeItem[],
  { machines, holders: forWhom }: Pick<ExchangeInputs, 'machines' | 'holders'>,
) {
  const others = byId(await reads.find('workstation', { id: items.map(({ otherId }) => otherId) }));
  const ids = [...machines.keys(), ...others.keys()];
  const holders = [...new Set([...forWhom.values()].flatMap(({ holderId }) => holderId ?? []))];
  const tokens = await reads.find('token', { workstationId: ids, state: TOKEN_BOUND });
  const requests = byId(await reads.find('request', { id: tokens.flatMap(({ requestId }) => requestId ?? []) }));
  const certificateIds = tokens.flatMap(({ certificateId }) => certificateId ?? []);
  const certificates = byId(await reads.find('certificate', { id: certificateIds }));
  const open = await reads.find('request', { workstationId: ids, state: REQUEST_OPEN });
  const onMachines = await reads.find('incident', { workstationId: ids, state: 'open' });
  const onHolders = await reads.find('incident', { personId: holders, state: 'open' });
  const coming = [
    ...(await reads.find('campaignItem', { workstationId: [...others.keys()], endedAt: null })),
    ...(await reads.find('campaignItem', { otherId: [...others.keys()], endedAt: null })),
  ];
  return { others, tokens, requests, certificates, open, onMachines, onHolders, coming };
}

/** What is known of the items already. */
interface ExchangeInputs {
  machines: ReadonlyMap<string, WorkstationRow>;
  /** For whom each is (`partHolders`). */
  holders: ReadonlyMap<string, PartHolder>;
  /** Of these, the ids of who is known and not disabled. */
  activePeople: ReadonlySet<string>;
  /** The day of which it is asked. */
  today: Day;
}
/** What decides whether machines can be exchanged, by their items; book/acts/campaign/planning.ts says the same of one. */
export async function readExchanges(
  reads: Some,
  all: readonly CampaignItemRow[],
  { machines, holders, activePeople, today }: ExchangeInputs,
): Promise<ReadonlyMap<string, Exchange>> {
  const items = all.filter(isExchange);
  if (items.length === 0) return new Map();
  const related = await readRelated(reads, items, { machines, holders });
  const policy = await renewalPolicy(reads);

  const rebindingOf = (
    token: TokenRow,
    machineIds: readonly string[],
    other: WorkstationRow | undefined,
  ): Rebinding => {
    const isHere = ({ workstationId }: { workstationId: string | null }): boolean =>
      workstationId !== null && machineIds.includes(workstationId);
    const isTheirs = ({ holderId }: { holderId: string | null }): boolean => holderId === token.holderId;
    const incidents = new Set([
      ...related.onMachines.filter(isHere).map(({ id }) => id),
      ...related.onHolders.filter(({ personId }) => personId === token.holderId).map(({ id }) => id),
    ]);
    return {
      token,
      temporary: asksTemporary(related.requests.get(token.requestId ?? '')),
      certificate: related.certificates.get(token.certificateId ?? ''),
      holderIsActive: token.holderId !== null && activePeople.has(token.holderId),
      machine: other,
      otherTokens: related.tokens.filter((one) => one.id !== token.id && isHere(one) && isTheirs(one)).length,
      openRequests: related.open.filter((one) => isHere(one) && isTheirs(one)).length,
      openIncidents: incidents.size,
      now: beginOf(today),
      policy,
    };
  };

  return new Map(
    items.flatMap((item) => {
      const machine = machines.get(item.workstationId);
      if (!machine) return [];
      const { holderId, isUnclear } = holders.get(item.id) ?? { holderId: null, isUnclear: false };
      const held = related.tokens.filter((one) => one.workstationId === machine.id && one.holderId === holderId);
      const token = tokenToBind(held, ({ requestId }) => asksTemporary(related.requests.get(requestId ?? '')));
      const other = related.others.get(item.otherId);
      const isOfOther = (one: CampaignItemRow): boolean =>
        one.workstationId === item.otherId || one.otherId === item.otherId;
      const exchange: Exchange = {
        holderId,
        isUnclear,
        other,
        otherIsElsewhere: related.coming.some((one) => isOfOther(one) && cameBefore(one, item)),
        rebinding: token && rebindingOf(token, [machine.id, item.otherId], other),
        openRequests: related.open.filter(
          (one) => holderId !== null && one.holderId === holderId && isOne(one.workstationId, machine.id, item.otherId),
        ).length,
      };
      return [[item.id, exchange] as const];
    }),
  );
}

/** The items of campaigns that end where this token is bound to that machine: they exchange the machine that it leaves for it. */
export async function exchangesEnded(
  reads: Some,
  { holderId, workstationId }: Pick<TokenRow, 'holderId' | 'workstationId'>,
  otherId: string,
  now: number,
): Promise<PartsEnded> {
  if (workstationId === null) return exchanged([], now);
  const items = await reads.find('campaignItem', { workstationId, otherId, endedAt: null });
  const machine = items.length === 0 ? undefined : await reads.get('workstation', workstationId);
  const holders = machine && (await partHolders(reads, items, new Map([[machine.id, machine]])));
  const ended = items.filter(({ id }) => holders?.get(id)?.holderId === holderId);
  return exchanged(ended, now);
}
const exchanged = (items: readonly CampaignItemRow[], now: number): PartsEnded => endParts(items, 'exchanged', now);

/**
 * The items of campaigns that end where an agent is given this machine: it takes the place of one of theirs, or of one that was taken
 * back from them, and no token has to follow.
 */
export async function exchangesGiven(reads: Some, otherId: string, holderId: string, now: number): Promise<PartsEnded> {
  const items = await reads.find('campaignItem', { otherId, endedAt: null });
  const machines = byId(await reads.find('workstation', { id: items.map(({ workstationId }) => workstationId) }));
  const holders = await partHolders(reads, items, machines);
  const exchanges = await readExchanges(reads, items, {
    machines,
    holders,
    activePeople: new Set(),
    today: dayOf(now),
  });
  const isDone = ({ id }: CampaignItemRow): boolean => {
    const exchange = exchanges.get(id);
    return exchange !== undefined && isExchangedBy(exchange, holderId);
  };
  return exchanged(items.filter(isDone), now);
}

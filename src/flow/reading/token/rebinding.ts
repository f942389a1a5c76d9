import { offered } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';
import type { Right } from '../../../book/rights/sentences.ts';
import type { TokenRow } from '../../../book/tables/rows/tokens.ts';
import { WORKSTATION_IN_SERVICE } from '../../../book/tables/states.ts';
import { currentHandover } from '../../handover/letters.ts';
import { rebindingChecks } from '../../handover/rebinding.ts';
import type { Reads } from '../../ports/store.ts';
import type { Lists } from '../lists.ts';
import { type ExchangeDetail, exchangeOfToken } from '../workstation/exchanges.ts';

/** What binding a token to another machine looks at (flow/handover/rebinding.ts). */
export interface RebindingDetail {
  serial: string;
  /** The request that it was made for, on whose page an approver checks. */
  number: string;
  /** What the reader may do of it: look at a document first, bind the token. */
  mayCheck: boolean;
  mayBind: boolean;
  /**
   * Asset numbers of machines in service that its holder has, the token's own left aside: the first, or those that were looked for;
   * with the one of the exchange, and those for which somebody checked.
   */
  machines: string[];
  /** The holder has more that fit than these. */
  moreMachines: boolean;
  /** No machine fits what was looked for: those that are named come from an exchange or a check. False where nothing was looked for. */
  foundNone: boolean;
  /** The campaign that exchanges its machine, and for which one; null: none does. */
  exchange: ExchangeDetail | null;
  /** Documents that were looked at in the last 30 minutes, for which machine, by the reader or by somebody else. */
  checks: { assetNumber: string; isOwn: boolean; checkedAt: number }[];
}

/** Machines that a choice shows; any other of the holder's is looked for by its number or serial number. */
const MACHINES_SHOWN = 50;

/** Who reads it, when (epoch milliseconds), and part of the number or serial number of a machine that they look for. */
export interface RebindingAsked {
  caller: Caller;
  now: number;
  machine?: string | undefined;
}

/** What binding a token to another machine looks at; null for a token that is not active. */
export async function rebindingDetail(
  reads: Pick<Reads, 'find' | 'get'>,
  lists: Pick<Lists, 'workstations'>,
  token: TokenRow,
  { caller, now, machine: text }: RebindingAsked,
): Promise<RebindingDetail | null> {
  const { id: serial, state, holderId, requestId, workstationId } = token;
  if (state !== 'active' || holderId === null || requestId === null) return null;
  const request = await reads.get('request', requestId);
  if (!request) return null;
  const may = (right: Right): boolean => offered(caller, right, request, now) !== undefined;
  const handover = await currentHandover(reads, requestId);
  const checks = handover ? await rebindingChecks(reads, { handoverId: handover.id }, now) : [];
  const exchange = await exchangeOfToken(reads, token);

  const theirs = { holderId, state: WORKSTATION_IN_SERVICE };
  const found = await lists.workstations({ ...theirs, ...(text && { text }) }, { limit: MACHINES_SHOWN });
  // what somebody checked, and what a campaign gives, is offered whatever the choice shows
  const checked = checks.flatMap(({ workstationId: to }) => to ?? []);
  const named = [
    ...(await reads.find('workstation', { ...theirs, id: checked })),
    ...(exchange ? await reads.find('workstation', { ...theirs, assetNumber: exchange.new }) : []),
  ];
  const numbers = new Map([...found.items, ...named].map(({ id, assetNumber }) => [id, assetNumber]));
  if (workstationId !== null) numbers.delete(workstationId);
  return {
    serial,
    number: request.number,
    mayCheck: may('handover.checkIdentity'),
    mayBind: may('token.rebind'),
    machines: [...numbers.values()].sort((a, b) => (a < b ? -1 : 1)),
    moreMachines: found.next !== null,
    foundNone: Boolean(text) && found.items.every(({ id }) => id === workstationId),
    exchange,
    checks: checks.flatMap(({ workstationId: to, checkedBy, checkedAt }) => {
      const assetNumber = numbers.get(to ?? '');
      return assetNumber === undefined ? [] : [{ assetNumber, isOwn: checkedBy === caller.personId, checkedAt }];
    }),
  };
}

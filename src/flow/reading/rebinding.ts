import { offered } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import type { Right } from '../../book/rights/sentences.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { WORKSTATION_IN_SERVICE } from '../../book/tables/states.ts';
import { currentHandover } from '../handover/letters.ts';
import { rebindingChecks } from '../handover/rebinding.ts';
import type { Reads } from '../ports/store.ts';
import { type ExchangeDetail, exchangeOfToken } from './exchanges.ts';

/** What binding a token to another machine looks at (flow/handover/rebinding.ts). */
export interface RebindingDetail {
  serial: string;
  /** The request that it was made for, on whose page an approver checks. */
  number: string;
  /** What the reader may do of it: look at a document first, bind the token. */
  mayCheck: boolean;
  mayBind: boolean;
  /** Asset numbers of the machines in service that its holder has, the token's own left aside. */
  machines: string[];
  /** The campaign that exchanges its machine, and for which one; null: none does. */
  exchange: ExchangeDetail | null;
  /** Documents that were looked at in the last 30 minutes, for which machine, by the reader or by somebody else. */
  checks: { assetNumber: string; isOwn: boolean; checkedAt: number }[];
}

/** A holder has as many machines as one person has. */
const MACHINES_SHOWN = 50;

/** The same of one token; null for one that is not active. `now`: epoch milliseconds. */
export async function rebindingDetail(
  reads: Pick<Reads, 'find' | 'get'>,
  caller: Caller,
  token: TokenRow,
  now: number,
): Promise<RebindingDetail | null> {
  const { id: serial, state, holderId, requestId, workstationId } = token;
  if (state !== 'active' || holderId === null || requestId === null) return null;
  const request = await reads.get('request', requestId);
  if (!request) return null;
  const may = (right: Right): boolean => offered(caller, right, request, now) !== undefined;
  const page = { orderBy: 'assetNumber', limit: MACHINES_SHOWN } as const;
  const given = await reads.find('workstation', { holderId, state: WORKSTATION_IN_SERVICE }, page);
  const machines = given.filter(({ id }) => id !== workstationId);
  const handover = await currentHandover(reads, requestId);
  const checks = handover ? await rebindingChecks(reads, { handoverId: handover.id }, now) : [];
  return {
    serial,
    number: request.number,
    mayCheck: may('handover.checkIdentity'),
    mayBind: may('token.rebind'),
    machines: machines.map(({ assetNumber }) => assetNumber),
    exchange: await exchangeOfToken(reads, token),
    checks: checks.flatMap(({ workstationId: to, checkedBy, checkedAt }) => {
      const machine = machines.find(({ id }) => id === to);
      return machine ? [{ assetNumber: machine.assetNumber, isOwn: checkedBy === caller.personId, checkedAt }] : [];
    }),
  };
}

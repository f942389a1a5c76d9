import type { RequestEndReason } from '../../book/tables/codes.ts';
import { type Change, move, update } from '../../book/tables/lifecycle.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { LETTER_OPEN, REQUEST_OPEN, TOKEN_IN_USE } from '../../book/tables/states.ts';
import type { Act } from '../act.ts';
import { endLetters } from '../handover/letters.ts';
import type { Reads } from '../ports/store.ts';
import { renewalsOf } from '../revocation/lost-renewals.ts';
import { revokeMachine, revokeMany } from '../revocation/revoking.ts';

/**
 * What ends as a machine comes back from a loan, is retired or lost: the tokens in use on it, and the requests that are open for it or
 * renew one of these.
 */
export async function endsWithUse(
  reads: Pick<Reads, 'find'>,
  workstationId: string,
): Promise<{ tokens: TokenRow[]; requests: RequestRow[] }> {
  const tokens = await reads.find('token', { workstationId, state: TOKEN_IN_USE });
  // an edited row keeps nobody from taking a machine back, nor from reporting its loss
  const here = await reads.find('request', { workstationId, state: REQUEST_OPEN }, { leaveOut: true });
  const known = new Set(here.map(({ id }) => id));
  const renewals = await renewalsOf(reads, tokens);
  return { tokens, requests: [...here, ...renewals.filter(({ id }) => !known.has(id))] };
}

/**
 * Changes with which the use of a machine ends: whoever has a token in hand still has no machine for it. A token that is being made is
 * undone by whoever makes it: their next step finds the request withdrawn.
 */
export async function endUse(
  { unit, now }: Pick<Act, 'unit' | 'now'>,
  workstationId: string,
  reason: RequestEndReason,
): Promise<Change[]> {
  const { tokens, requests } = await endsWithUse(unit, workstationId);
  const closed = { closedAt: now, endReason: reason };
  const requestId = requests.map(({ id }) => id);
  // an edited row keeps nobody from taking a machine back, nor from reporting its loss
  const leaveOut = { leaveOut: true } as const;
  const isSome = requestId.length > 0;
  const label = { requestId, kind: 'label', state: LETTER_OPEN } as const;
  const labels = isSome ? await unit.find('letter', label, leaveOut) : [];
  const handovers = isSome ? await unit.find('handover', { requestId, failedAt: null }, leaveOut) : [];
  return [
    ...(await revokeMany(unit, tokens, reason, now)),
    ...requests.map((request) =>
      move(
        'request',
        request,
        'endWithUse',
        request.state === 'in_production' ? { ...closed, leaseUntil: null } : closed,
      ),
    ),
    ...(await endLetters(unit, labels)),
    ...handovers.map((handover) => update('handover', handover, { failedAt: now }, { failedAt: null })),
  ];
}

/** The same for a machine that is retired or lost: its own certificates are revoked too. */
export const endMachine = async (
  a: Pick<Act, 'unit' | 'now'>,
  workstationId: string,
  reason: RequestEndReason,
): Promise<Change[]> => [
  ...(await endUse(a, workstationId, reason)),
  ...(await revokeMachine(a.unit, workstationId, reason, a.now)),
];

/** How many tokens were revoked by these changes, and how many requests were withdrawn with their machine. */
export const endedBy = (changes: readonly Change[]): { revoked: number; withdrawn: number } => ({
  revoked: changes.filter(({ table }) => table === 'token').length,
  withdrawn: changes.filter((one) => one.table === 'request' && 'set' in one && one.set.endReason != null).length,
});

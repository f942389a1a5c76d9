import { endsRequest, hasLostItsToken, type Wish } from '../../book/rules/request/asking.ts';
import { type Change, move, update } from '../../book/tables/lifecycle.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import type { Act } from '../act.ts';
import { endOtherLetters } from '../handover/letters.ts';
import type { Reads } from '../ports/store.ts';

/** Whether nothing comes of an open request any more, since its token ended before its receipt (book/rules/request/asking.ts). */
export const isLost = async (unit: Pick<Reads, 'find'>, request: RequestRow): Promise<boolean> =>
  hasLostItsToken(request, await unit.find('token', { requestId: request.id }));

/** Ends such a request. Its hand-over has failed: nobody confirms a receipt of it any more. */
export async function dropLost({ unit, now }: Pick<Act, 'unit' | 'now'>, request: RequestRow): Promise<Change[]> {
  const handovers = await unit.find('handover', { requestId: request.id, failedAt: null });
  return [
    move('request', request, 'drop', { closedAt: now }),
    ...(await endOtherLetters(unit, request.id)),
    ...handovers.map((handover) => update('handover', handover, { failedAt: now }, { failedAt: null })),
  ];
}

/** Whether a request that is open for the same holder and workstation ends where this is asked for; `tokens`: those made for it, and others. */
export const isOvertaken = (wish: Wish, open: RequestRow, tokens: readonly TokenRow[]): boolean =>
  endsRequest(wish, open) ||
  hasLostItsToken(
    open,
    tokens.filter(({ requestId }) => requestId === open.id),
  );

/**
 * Of requests that are open for the same holder and workstation: changes that end those in whose place a new one comes, and
 * those that stay (book/rules/request/asking.ts).
 */
export async function takePlaceOf(
  a: Pick<Act, 'unit' | 'now'>,
  wish: Wish,
  open: readonly RequestRow[],
): Promise<{ stays: RequestRow[]; changes: Change[] }> {
  const [stays, changes]: [RequestRow[], Change[]] = [[], []];
  for (const one of open) {
    if (endsRequest(wish, one)) changes.push(move('request', one, 'withdraw', { closedAt: a.now }));
    else if (await isLost(a.unit, one)) changes.push(...(await dropLost(a, one)));
    else stays.push(one);
  }
  return { stays, changes };
}

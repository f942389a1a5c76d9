import { endsWithLoss } from '../../book/rules/asking.ts';
import { type Change, move } from '../../book/tables/lifecycle.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { REQUEST_OPEN } from '../../book/tables/states.ts';
import type { Act } from '../act.ts';

/** What waits to renew lost tokens, or for a temporary one beside them, is closed with them: a replacement is asked for. */
export async function lostRenewals(
  { unit, now }: Pick<Act, 'unit' | 'now'>,
  tokens: readonly Pick<TokenRow, 'id' | 'holderId'>[],
): Promise<Change[]> {
  const held = tokens.filter(({ holderId }) => holderId !== null);
  if (held.length === 0) return [];
  const [holderId, replacesTokenId] = [held.flatMap((token) => token.holderId ?? []), held.map(({ id }) => id)];
  // who had a token before may have asked for one too, and an edited row keeps nobody from revoking
  const of = { holderId, replacesTokenId, kind: ['renewal', 'replacement'], state: REQUEST_OPEN } as const;
  const requests = await unit.find('request', of, { leaveOut: true });
  return requests
    .filter((request) => held.some((token) => token.holderId === request.holderId && endsWithLoss(request, token.id)))
    .map((request) => move('request', request, 'withdraw', { closedAt: now }));
}

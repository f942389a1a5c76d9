import { endsWithLoss } from '../../book/rules/request/asking.ts';
import { type Change, move } from '../../book/tables/lifecycle.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { REQUEST_OPEN } from '../../book/tables/states.ts';
import type { Act } from '../act.ts';
import type { Reads } from '../ports/store.ts';

/** What waits to renew these tokens, or for a temporary one beside them. */
export async function renewalsOf(
  unit: Pick<Reads, 'find'>,
  tokens: readonly Pick<TokenRow, 'id' | 'holderId'>[],
): Promise<RequestRow[]> {
  const held = tokens.filter(({ holderId }) => holderId !== null);
  if (held.length === 0) return [];
  const [holderId, replacesTokenId] = [held.flatMap((token) => token.holderId ?? []), held.map(({ id }) => id)];
  // who had a token before may have asked for one too, and an edited row keeps nobody from revoking
  const of = { holderId, replacesTokenId, kind: ['renewal', 'replacement'], state: REQUEST_OPEN } as const;
  const requests = await unit.find('request', of, { leaveOut: true });
  return requests.filter((request) =>
    held.some((token) => token.holderId === request.holderId && endsWithLoss(request, token.id)),
  );
}

/** It is closed with tokens that are lost: a replacement is asked for. */
export async function lostRenewals(
  { unit, now }: Pick<Act, 'unit' | 'now'>,
  tokens: readonly Pick<TokenRow, 'id' | 'holderId'>[],
): Promise<Change[]> {
  const requests = await renewalsOf(unit, tokens);
  return requests.map((request) => move('request', request, 'withdraw', { closedAt: now }));
}

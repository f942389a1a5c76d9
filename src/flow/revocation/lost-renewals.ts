import { endsWithLoss } from '../../book/rules/asking.ts';
import { type Change, move } from '../../book/tables/lifecycle.ts';
import { REQUEST_OPEN } from '../../book/tables/states.ts';
import type { TokenRow } from '../../book/tables/tables.ts';
import type { Act } from '../act.ts';

/** What waits to renew a token that is lost is closed with it: its holder asks for a replacement. */
export async function lostRenewals(
  { unit, now }: Pick<Act, 'unit' | 'now'>,
  { id, holderId }: Pick<TokenRow, 'id' | 'holderId'>,
): Promise<Change[]> {
  if (holderId === null) return [];
  // who had the token before may have asked for one too, and an edited row keeps nobody from revoking
  const of = { holderId, replacesTokenId: id, kind: 'renewal', state: REQUEST_OPEN } as const;
  const requests = await unit.find('request', of, { leaveOut: true });
  const ended = requests.filter((request) => endsWithLoss(request, id));
  return ended.map((request) => move('request', request, 'withdraw', { closedAt: now }));
}

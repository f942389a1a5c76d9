import { endsWithLoss } from '../../book/rules/asking.ts';
import { type Change, move } from '../../book/tables/lifecycle.ts';
import { REQUEST_OPEN } from '../../book/tables/states.ts';
import type { Act } from '../act.ts';

/** What waits to renew a token that is lost is closed with it: its holder asks for a replacement. */
export async function lostRenewals({ unit, now }: Pick<Act, 'unit' | 'now'>, tokenId: string): Promise<Change[]> {
  const requests = await unit.find('request', { replacesTokenId: tokenId, kind: 'renewal', state: REQUEST_OPEN });
  const ended = requests.filter((request) => endsWithLoss(request, tokenId));
  return ended.map((request) => move('request', request, 'withdraw', { closedAt: now }));
}

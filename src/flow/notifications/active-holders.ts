import { isInForce } from '../../book/rights/roles.ts';
import type { Role } from '../../book/tables/codes.ts';
import { allOf, type ByPage } from '../pages.ts';
import { inPieces } from '../pieces.ts';

/** Accounts that one statement reads. */
const PIECE = 500;

/**
 * Grants of `roles` that stand now, of people whose account is active. Those of edited rows are left out, and told nothing: whoever
 * edits one row keeps nobody from revoking, or from reporting a loss.
 */
export async function activeHolders(
  reads: ByPage,
  roles: readonly Role[],
  now: number,
): Promise<{ personId: string; role: Role; scope: string }[]> {
  // one that ended by its date stands among them for ever: they come to more than one statement answers
  const grants = await allOf(reads, 'grant', { role: roles, revokedAt: null }, { leaveOut: true });
  const live = grants.filter((g) => isInForce(g, now));
  const active = new Set<string>();
  for (const id of inPieces([...new Set(live.map((g) => g.personId))], PIECE))
    for (const account of await reads.find('account', { id, state: 'active' }, { leaveOut: true }))
      active.add(account.id);
  return live.filter((g) => active.has(g.personId));
}

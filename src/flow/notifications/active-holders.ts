import { isInForce } from '../../book/rights/roles.ts';
import type { Role } from '../../book/tables/codes.ts';
import type { Unit } from '../ports/store.ts';

/**
 * Grants of `roles` that stand now, of people whose account is active. Those of edited rows are left out, and told nothing: whoever
 * edits one row keeps nobody from revoking, or from reporting a loss.
 */
export async function activeHolders(
  reads: Pick<Unit, 'find'>,
  roles: readonly Role[],
  now: number,
): Promise<{ personId: string; role: Role; scope: string }[]> {
  const grants = await reads.find('grant', { role: roles, revokedAt: null }, { leaveOut: true });
  const live = grants.filter((g) => isInForce(g, now));
  const ids = [...new Set(live.map((g) => g.personId))];
  const active = new Set(
    (await reads.find('account', { id: ids, state: 'active' }, { leaveOut: true })).map((a) => a.id),
  );
  return live.filter((g) => active.has(g.personId));
}

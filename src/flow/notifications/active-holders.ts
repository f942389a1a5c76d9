import { isInForce } from '../../book/rights/roles.ts';
import type { Role } from '../../book/tables/codes.ts';
import type { Unit } from '../ports/store.ts';

/** Grants of `roles` that stand now, of people whose account is active. */
export async function activeHolders(
  reads: Pick<Unit, 'find'>,
  roles: readonly Role[],
  now: number,
): Promise<{ personId: string; role: Role; scope: string }[]> {
  const grants = await reads.find('grant', { role: roles, revokedAt: null });
  const live = grants.filter((g) => isInForce(g, now));
  const ids = [...new Set(live.map((g) => g.personId))];
  const active = new Set((await reads.find('account', { id: ids, state: 'active' })).map((a) => a.id));
  return live.filter((g) => active.has(g.personId));
}

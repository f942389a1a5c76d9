import { isLastOfRole, NEEDED } from '../../book/rights/last-of-role.ts';
import type { GrantRow } from '../../book/tables/rows/people.ts';
import { AppError } from '../../errors.ts';
import type { Unit } from '../ports/store.ts';

/**
 * Nobody takes the last security officer or administrator away, be it themselves. `gone`: the grants that end, or whose
 * account closes. Throws `last_of_role`.
 */
export async function checkNotLast(
  unit: Pick<Unit, 'find'>,
  gone: (grant: GrantRow) => boolean,
  now: number,
): Promise<void> {
  for (const role of NEEDED) {
    // an edited row counts as nobody who is left, and keeps no other role from being taken away
    const grants = await unit.find('grant', { role, revokedAt: null }, { leaveOut: true });
    const ids = [...new Set(grants.map(({ personId }) => personId))];
    const accounts = await unit.find('account', { id: ids, state: 'active' }, { leaveOut: true });
    const open = new Set(accounts.map(({ id }) => id));
    if (!isLastOfRole(grants, (id) => open.has(id), { gone, now })) continue;
    throw new AppError('last_of_role', `this is the last active ${role}: have another one appointed first`, {
      detail: { role },
    });
  }
}

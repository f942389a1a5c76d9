import { REVIEWED_ROLES } from '../../book/rights/access-review.ts';
import { hasEnded } from '../../book/rights/roles.ts';
import type { GrantRow } from '../../book/tables/rows/people.ts';
import { allOf } from '../pages.ts';
import type { Reads } from '../ports/store.ts';

/** Every grant of more than an agent's role that has not ended; some are still to begin. */
export async function grantsOf(reads: Reads, now: number): Promise<GrantRow[]> {
  const grants = await allOf(reads, 'grant', { role: REVIEWED_ROLES, revokedAt: null });
  return grants.filter((g) => !hasEnded(g, now));
}

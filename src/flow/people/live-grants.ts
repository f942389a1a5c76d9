import { REVIEWED_ROLES } from '../../book/rights/access-review.ts';
import type { GrantRow } from '../../book/tables/tables.ts';
import type { Reads } from '../ports/store.ts';

/** Every live grant of more than an agent's role. */
export async function grantsOf(reads: Reads, now: number): Promise<GrantRow[]> {
  const grants = new Map<string, GrantRow>();
  for (let from = '', more = true; more; ) {
    const page = await reads.find('grant', { role: REVIEWED_ROLES, revokedAt: null }, { orderBy: 'id', from });
    const before = grants.size;
    for (const grant of page) grants.set(grant.id, grant);
    from = page.at(-1)?.id ?? from;
    more = grants.size > before;
  }
  return [...grants.values()].filter((g) => (g.validUntil ?? now + 1) > now);
}

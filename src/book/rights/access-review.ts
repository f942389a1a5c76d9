import { DAY_MS } from '../../durations.ts';
import { ROLES } from '../tables/codes.ts';
import type { GrantRow } from '../tables/rows/people.ts';

/** Roles that are reviewed: every one but the agent's, which gives power over nothing but what is one's own. */
export const REVIEWED_ROLES = ROLES.filter((role) => role !== 'agent');

type Reviewed = Pick<GrantRow, 'role' | 'grantedAt' | 'validUntil' | 'reviewedAt' | 'revokedAt'>;

/**
 * When a grant is to be reviewed, in epoch milliseconds: so many days after two persons last did or, where nobody has, after
 * it was given. Undefined where it never is: an agent's, one that has ended, and one that ends before by its own date.
 */
export function reviewDue({ role, grantedAt, validUntil, reviewedAt, revokedAt }: Reviewed, days: number) {
  if (role === 'agent' || revokedAt !== null) return undefined;
  const due = (reviewedAt ?? grantedAt) + days * DAY_MS;
  return validUntil !== null && validUntil <= due ? undefined : due;
}

import type { NameDeputy } from '../rules/decision-args.ts';
import type { GrantRow } from '../tables/rows/people.ts';
import { covers } from './roles.ts';

type Held = Pick<GrantRow, 'role' | 'scope' | 'validFrom' | 'validUntil' | 'revokedAt'>;

type Asked = Pick<NameDeputy, 'scope' | 'validFrom' | 'validUntil'>;

/**
 * Whether who holds this grant may have a deputy for it: an approver, for services of their own, neither before they are
 * approver of them themselves nor after it. A deputy so names nobody for longer than they stand in.
 */
export const standsFor = (grant: Held, { scope, validFrom, validUntil }: Asked): boolean =>
  grant.role === 'approver' &&
  grant.revokedAt === null &&
  covers(grant.scope, scope) &&
  (grant.validFrom ?? 0) <= validFrom &&
  (grant.validUntil ?? Number.MAX_SAFE_INTEGER) >= validUntil;

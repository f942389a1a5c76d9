import type { NameDeputy } from './decisions.ts';
import { covers } from './roles.ts';
import type { GrantRow } from './tables.ts';

type Held = Pick<GrantRow, 'role' | 'scope' | 'validUntil' | 'revokedAt'>;

/**
 * Whether who holds this grant may have a deputy for it: an approver, for services of their own, and no longer than they
 * are approver themselves. A deputy so names nobody for longer than they stand in.
 */
export const standsFor = (grant: Held, { scope, validUntil }: Pick<NameDeputy, 'scope' | 'validUntil'>): boolean =>
  grant.role === 'approver' &&
  grant.revokedAt === null &&
  covers(grant.scope, scope) &&
  (grant.validUntil ?? Number.MAX_SAFE_INTEGER) >= validUntil;

import type { Role } from '../tables/codes.ts';
import type { GrantRow } from '../tables/rows/people.ts';

/** Dual control takes both: without one of each, nobody can appoint anybody any more. */
export const NEEDED: readonly Role[] = ['security-officer', 'administrator'];

type Held = Pick<GrantRow, 'id' | 'personId' | 'validFrom' | 'validUntil'>;

/**
 * Whether a role is taken away and nobody is left who holds it. `grants` are those of the role; `gone` says which end, or
 * belong to an account that closes. Left is whoever has it without an end date and whose account is open: a deputy's time
 * runs out. What may not go is also the role of somebody whose account waits for a link, where no other one is open.
 */
export function isLastOfRole<G extends Held>(
  grants: readonly G[],
  isOpen: (personId: string) => boolean,
  { gone, now }: { gone: (grant: G) => boolean; now: number },
): boolean {
  const standing = grants.filter((g) => g.validUntil === null && (g.validFrom ?? 0) <= now);
  return standing.some(gone) && !standing.some((g) => !gone(g) && isOpen(g.personId));
}

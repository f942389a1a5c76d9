import type { GrantRow, Role } from './tables.ts';

/** Dual control takes both: without one of each, nobody can appoint anybody any more. */
export const NEEDED: readonly Role[] = ['security-officer', 'administrator'];

type Held = Pick<GrantRow, 'id' | 'personId' | 'validFrom' | 'validUntil'>;

/**
 * Whether nobody holds a role any more once some of its grants are gone. `grants` are those of the role; `gone` says which
 * end, or belong to an account that closes. Counted are grants without an end date, of people whose account is open: a
 * deputy with dates does not count as another holder, since their time runs out.
 */
export function isLastOfRole<G extends Held>(
  grants: readonly G[],
  isOpen: (personId: string) => boolean,
  { gone, now }: { gone: (grant: G) => boolean; now: number },
): boolean {
  const standing = grants.filter((g) => g.validUntil === null && (g.validFrom ?? 0) <= now && isOpen(g.personId));
  return standing.length > 0 && standing.every(gone);
}

import type { GrantRow, Role } from './tables.ts';

/** Dual control takes both: without one of each, nobody can appoint anybody any more. */
export const NEEDED: readonly Role[] = ['security-officer', 'administrator'];

type Held = Pick<GrantRow, 'id' | 'personId' | 'validFrom' | 'validUntil'>;

/**
 * Whether the person is the last who holds the role of these grants without an end, in an account that is open, once this
 * grant of theirs has ended, or their account was closed where no grant is named. A deputy with dates does not count as
 * another one: their time runs out.
 */
export function isLastOfRole(
  grants: readonly Held[],
  isOpen: (personId: string) => boolean,
  { personId, grantId, now }: { personId: string; grantId?: string; now: number },
): boolean {
  const standing = grants.filter((g) => g.validUntil === null && (g.validFrom ?? 0) <= now && isOpen(g.personId));
  const left = standing.filter((g) => (grantId === undefined ? g.personId !== personId : g.id !== grantId));
  return left.length === 0 && standing.some((g) => g.personId === personId);
}

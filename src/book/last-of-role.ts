import type { GrantRow, Role } from './tables.ts';

/** Dual control takes both: without one of each, nobody can appoint anybody any more. */
export const NEEDED: readonly Role[] = ['security-officer', 'administrator'];

type Held = Pick<GrantRow, 'id' | 'personId' | 'validFrom' | 'validUntil'>;

/**
 * Whether the person is the last holder of a role. `grants` are those of the role. Counted are grants without an end
 * date, of people whose account is open. The question is asked for the moment after the grant `grantId` has ended or,
 * where none is named, after the person's account was closed. A deputy with dates does not count as another holder,
 * since their time runs out.
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

import type { GrantRow } from '../tables/rows/people.ts';
import { isInForce } from './roles.ts';

type Held = Pick<GrantRow, 'personId' | 'validFrom' | 'validUntil'>;

/**
 * The one security officer who can come in; undefined where there is none, or several. `grants` are those of the role that
 * have not been ended. One with dates counts while they last: two persons, of whom one is that officer, then give an
 * account back in the usual way.
 */
export function soleOfficer(
  grants: readonly Held[],
  isOpen: (personId: string) => boolean,
  now: number,
): string | undefined {
  const standing = grants.filter((g) => isInForce(g, now));
  const people = new Set(standing.map(({ personId }) => personId).filter(isOpen));
  const [only, ...others] = people;
  return others.length === 0 ? only : undefined;
}

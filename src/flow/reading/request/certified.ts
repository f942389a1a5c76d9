import type { PersonRow } from '../../../book/tables/rows/people.ts';
import type { RequestRow } from '../../../book/tables/rows/requests.ts';
import type { Deps } from '../../act.ts';
import { fullName } from '../../people/person-name.ts';
import type { CertifiedWord } from '../../ports/certificates.ts';
import type { Reads } from '../../ports/store.ts';
import { type BoundContent, isBound } from '../../request/bound-content.ts';

/** Everything that a certificate would say of its holder, and what it is: only what its profile writes into it. */
export interface Certified extends CertifiedKind, Partial<Record<CertifiedWord, string | null>> {
  commonName: string;
  /** Tells namesakes apart in the subject: the person's id, which is never given to somebody else. */
  serialNumber: string;
}
/** What a profile alone says of its certificates. */
export interface CertifiedKind {
  profile: string;
  /** Such as `ec-p256`. */
  key: string;
  /** At most: its issuer may end sooner, and a temporary token does. */
  days: number;
}

/**
 * Shown to whoever approves: nobody approves a certificate that opens somebody else's session without having seen it. Of each request
 * what its certificate would say, by the rows of its holder; null where nobody may approve it: its profile is not configured, or
 * request and holder are not what its hash says. A list shows rows whose seal does not fit: whoever holds the database could
 * show other names, and put the row back before the click.
 */
export function createCertified({ ca }: Pick<Deps, 'ca'>) {
  const of = (request: BoundContent, person: PersonRow | undefined): Certified | null => {
    const name = request.profile;
    const profile = ca.profiles().find((one) => one.name === name);
    if (!profile || !person || !isBound(request, person)) return null;
    const words = Object.fromEntries(profile.says.map((word) => [word, person[word]]));
    const { key, days } = profile;
    return { commonName: fullName(person), serialNumber: person.id, ...words, profile: name, key, days };
  };
  return <R extends BoundContent>(
    requests: readonly R[],
    people: readonly PersonRow[],
  ): (Omit<R, 'contentSalt'> & { certified: Certified | null })[] => {
    const byId = new Map(people.map((person) => [person.id, person]));
    return requests.map((request) => {
      const { contentSalt: _, ...shown } = request;
      return Object.assign(shown, { certified: of(request, byId.get(request.holderId)) });
    });
  };
}

/** The kind of certificate that this site offers first; undefined where it offers none. */
export function usualKind({ ca }: Pick<Deps, 'ca'>): CertifiedKind | undefined {
  const [profile] = ca.tokenProfiles();
  return profile && { profile: profile.name, key: profile.key, days: profile.days };
}

/** The profile that nobody has to look at twice. */
export const usualProfile = ({ ca }: Pick<Deps, 'ca'>): string => ca.tokenProfiles()[0]?.name ?? '';

/** The holders of these requests. */
export function holdersOf(
  reads: Pick<Reads, 'find'>,
  requests: readonly Pick<RequestRow, 'holderId'>[],
): Promise<PersonRow[]> {
  return reads.find('person', { id: [...new Set(requests.map(({ holderId }) => holderId))] });
}

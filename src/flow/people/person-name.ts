import type { PersonRow } from '../../book/tables/rows/people.ts';

type Named = Pick<PersonRow, 'givenName' | 'familyName'> | undefined;

/** Given name and family name, as people read them and as a certificate's CN has them (C4); empty once they were purged. */
export function fullName(person: Named): string {
  return [person?.givenName, person?.familyName].filter(Boolean).join(' ');
}

const nameIn = (person: Named): string => `${person?.familyName ?? ''} ${person?.givenName ?? ''}`;
/** By family name, as French sorts: accents decide only between names that are otherwise the same. */
export const byFamilyName = (one: Named, other: Named): number => nameIn(one).localeCompare(nameIn(other), 'fr');

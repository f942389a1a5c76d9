import type { PersonRow } from '../../book/tables/rows/people.ts';

/** Given name and family name, as people read them and as a certificate's CN has them (C4); empty once they were purged. */
export function fullName(person: Pick<PersonRow, 'givenName' | 'familyName'> | undefined): string {
  return [person?.givenName, person?.familyName].filter(Boolean).join(' ');
}

type Named = Pick<PersonRow, 'givenName' | 'familyName'> | undefined;
const nameIn = (person: Named): string => `${person?.familyName ?? ''} ${person?.givenName ?? ''}`;
/** As a list of people is read: by family name, without regard to accents. */
export const byFamilyName = (one: Named, other: Named): number => nameIn(one).localeCompare(nameIn(other), 'fr');

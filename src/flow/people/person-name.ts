import type { PersonRow } from '../../book/tables/rows/people.ts';

/** Given name and family name, as people read them and as a certificate's CN has them (C4); empty once they were purged. */
export function fullName(person: Pick<PersonRow, 'givenName' | 'familyName'> | undefined): string {
  return [person?.givenName, person?.familyName].filter(Boolean).join(' ');
}

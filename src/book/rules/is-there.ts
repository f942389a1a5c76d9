import type { AccountRow, PersonRow } from '../tables/rows/people.ts';

/** Whether somebody may hold something: they are known, their data were not purged, and their account is not disabled. */
export const isThere = (
  person: Pick<PersonRow, 'purgedAt'> | undefined,
  account: Pick<AccountRow, 'state'> | undefined,
): boolean => person?.purgedAt === null && account?.state !== 'disabled';

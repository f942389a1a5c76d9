import { type RawBuilder, sql } from 'kysely';
import type { PersonRow } from '../book/tables/rows/people.ts';
import type { Identifiers } from '../flow/ports/store.ts';
import { runText } from './statements/texts.ts';
import type { Db } from './tables.ts';

/** People of whom one of these says the same, whatever its case: directories compare so. Each question is an index's. */
export async function peopleWithIdentifiers(
  db: Db,
  of: Identifiers,
  { place, unfit }: { place: string; unfit: RawBuilder<unknown> },
): Promise<PersonRow[]> {
  const { directoryId, userPrincipalName = null, securityIdentifier = null, email = null } = of;
  const login = email ? directoryId : null;
  const build = () => sql<PersonRow>`select * from "person" where lower("directoryId") = lower(${directoryId})
    union select * from "person" where lower("userPrincipalName") = lower(${userPrincipalName})
    union select * from "person" where lower("directoryId") = lower(${email})
    union select * from "person" where lower("email") = lower(${login})
    union select * from "person" where "securityIdentifier" = ${securityIdentifier} ${unfit}`;
  const values = [directoryId, userPrincipalName, email, login, securityIdentifier];
  return (await runText(db, `people with identifiers ${place}`, build, values)).rows;
}

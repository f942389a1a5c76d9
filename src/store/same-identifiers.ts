import { type RawBuilder, sql } from 'kysely';
import type { PersonRow } from '../book/tables/tables.ts';
import type { Identifiers } from '../flow/ports/store.ts';
import type { Db } from './tables.ts';

/** People of whom one of these says the same, whatever its case: directories compare so. Each question is an index's. */
export async function peopleAlike(db: Db, of: Identifiers, unfit: RawBuilder<unknown>): Promise<PersonRow[]> {
  const { directoryId, userPrincipalName, securityIdentifier, email } = of;
  const login = email ? directoryId : null;
  const query = sql<PersonRow>`select * from "person" where lower("directoryId") = lower(${directoryId})
    union select * from "person" where lower("userPrincipalName") = lower(${userPrincipalName ?? null})
    union select * from "person" where lower("directoryId") = lower(${email ?? null})
    union select * from "person" where lower("email") = lower(${login})
    union select * from "person" where "securityIdentifier" = ${securityIdentifier ?? null} ${unfit}`;
  return (await query.execute(db)).rows;
}

import { type RawBuilder, sql } from 'kysely';
import type { PersonRow } from '../book/tables/rows/people.ts';
import type { Identifiers } from '../flow/ports/store.ts';
import { runText } from './statements/texts.ts';
import type { Db } from './tables.ts';

export const IDENTIFIERS = ['directoryId', 'userPrincipalName', 'email', 'securityIdentifier'] as const;
export const lower = (value: unknown): string => String(value).toLowerCase();

const isSame = (one: string | null, other: string | null | undefined): boolean =>
  one !== null && other !== null && other !== undefined && lower(one) === lower(other);

/** Whether a person is one whom `peopleWithIdentifiers` finds by these. */
export function bearsIdentifier(row: PersonRow, of: Identifiers): boolean {
  const { directoryId, userPrincipalName, securityIdentifier = null, email } = of;
  return (
    isSame(row.directoryId, directoryId) ||
    isSame(row.userPrincipalName, userPrincipalName) ||
    isSame(row.directoryId, email) ||
    (Boolean(email) && isSame(row.email, directoryId)) ||
    (securityIdentifier !== null && row.securityIdentifier === securityIdentifier)
  );
}

/** People of whom one of these says the same, whatever its case: directories compare so. Each question is an index's. */
export async function peopleWithIdentifiers(
  db: Db,
  of: readonly Identifiers[],
  { place, unfit }: { place: string; unfit: RawBuilder<unknown> },
): Promise<PersonRow[]> {
  const cells = (name: (typeof IDENTIFIERS)[number]) => of.map((one) => one[name] ?? null);
  const logins = of.map(({ email, directoryId }) => (email ? directoryId : null));
  const [ids, names, emails, numbers] = [
    cells('directoryId'),
    cells('userPrincipalName'),
    cells('email'),
    cells('securityIdentifier'),
  ];
  const among = (values: readonly (string | null)[], sqlOf = (value: string | null) => sql`lower(${value})`) =>
    values.length === 1 ? sql`= ${sqlOf(values[0] ?? null)}` : sql`in (${sql.join(values.map(sqlOf))})`;
  const build = () => sql<PersonRow>`select * from "person" where lower("directoryId") ${among(ids)}
    union select * from "person" where lower("userPrincipalName") ${among(names)}
    union select * from "person" where lower("directoryId") ${among(emails)}
    union select * from "person" where lower("email") ${among(logins)}
    union select * from "person" where "securityIdentifier" ${among(numbers, (value) => sql`${value}`)} ${unfit}`;
  const values = [...ids, ...names, ...emails, ...logins, ...numbers];
  return (await runText(db, `people with identifiers ${place} ${of.length}`, build, values)).rows;
}

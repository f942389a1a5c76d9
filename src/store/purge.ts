import { type RawBuilder, sql } from 'kysely';
import type { PersonRow } from '../book/tables/rows/people.ts';
import { TOKEN_BOUND } from '../book/tables/states.ts';
import type { Erasure } from '../flow/ports/store.ts';
import { among } from './lists/walk/text.ts';
import { atMost } from './statements/at-most.ts';
import type { Db } from './tables.ts';

/** Whatever still binds somebody to us after the moment `before`; each is an index's question. */
const BOUND = [
  (before: number) => sql`select 1 from "certificate" where "holderId" = p."id" and "notAfter" >= ${before}`,
  (before: number) =>
    sql`select 1 from "request" where "holderId" = p."id" and ("closedAt" is null or "closedAt" >= ${before})`,
  (before: number) =>
    sql`select 1 from "request" where "askerId" = p."id" and ("closedAt" is null or "closedAt" >= ${before})`,
  () => sql`select 1 from "token" where "holderId" = p."id" and ${among(sql.ref('state'), TOKEN_BOUND)}`,
  // what they did in that role is told by their name until then
  (before: number) =>
    sql`select 1 from "grant" where "personId" = p."id" and "role" <> 'agent' and ("revokedAt" is null or "revokedAt" >= ${before})`,
];

/** People, not purged yet, whom nothing has bound to us since `before`: all, or those of `those`. */
export async function duePersons(
  db: Db,
  before: number,
  limit: number,
  unfit: RawBuilder<unknown>,
  those?: readonly string[],
): Promise<PersonRow[]> {
  const free = sql.join(
    BOUND.map((question) => sql`not exists (${question(before)})`),
    sql` and `,
  );
  const named = those ? sql`and ${among(sql.ref('p.id'), those)}` : sql``;
  const query = sql<PersonRow>`select p.* from "person" p where p."purgedAt" is null and p."createdAt" < ${before}
    ${named} and ${free} order by p."createdAt", p."id" limit ${atMost(limit)} ${unfit}`;
  return (await query.execute(db)).rows;
}

/**
 * Deletes what stands beside the journal and says who somebody was: openings, certificates, ways in, mails, what the directory
 * said, and the views that they kept. The access log has a retention of its own.
 */
export async function erase(db: Db, of: Erasure): Promise<void> {
  const { personId, requestIds, deviceIds, certificateIds, handoverIds, tokenIds, apiTokenIds } = of;
  const subjects = [
    `person:${personId}`,
    ...requestIds.map((id) => `request:${id}`),
    ...deviceIds.map((id) => `device:${id}`),
    ...certificateIds.map((id) => `certificate:${id}`),
    ...handoverIds.map((id) => `handover:${id}`),
    ...apiTokenIds.map((id) => `apiToken:${id}`),
  ];
  await db.deleteFrom('opening').where('subject', 'in', subjects).execute();
  if (certificateIds.length > 0) await db.deleteFrom('certificateBody').where('id', 'in', certificateIds).execute();
  const serials = [...tokenIds, ...certificateIds];
  if (serials.length > 0) await db.deleteFrom('revocationCode').where('serial', 'in', serials).execute();
  for (const requestId of requestIds) {
    const codes = db.selectFrom('pickupCode').select('id').where('requestId', '=', requestId);
    await db.deleteFrom('pickupHash').where('pickupCodeId', 'in', codes).execute();
  }
  if (apiTokenIds.length > 0) await db.deleteFrom('apiTokenHash').where('apiTokenId', 'in', apiTokenIds).execute();
  const theirs = ['password', 'enrolment', 'session', 'passkey', 'deviceCode', 'foreignIdentity', 'outbox'] as const;
  const others = ['directoryStanding', 'roleSuggestion', 'dismissedSuggestion', 'savedView', 'firstStep'] as const;
  for (const table of [...theirs, ...others]) {
    await sql`delete from ${sql.table(table)} where "personId" = ${personId}`.execute(db);
  }
  await db.deleteFrom('outbox').where('about', '=', `person:${personId}`).execute(); // to an address they had before
}

import { type Selectable, sql } from 'kysely';
import type { ApiTokenRow, PersonRow } from '../flow/model.ts';
import type { AllTables, Db } from './tables.ts';
import { createWaysInReads, createWaysInWrites, type WaysInReads, type WaysInWrites } from './ways-in.ts';

export type SessionRow = AllTables['session'];
export type EnrolmentRow = AllTables['enrolment'];
export type AccessRow = Omit<Selectable<AllTables['accessLog']>, 'id'>;

/** What changes beside the journal when people sign in. Hashes only: no password, session id or API token comes here. */
export interface IdentityWrites extends WaysInWrites {
  /** Sets a person's password hash; the old one is gone. */
  keepPassword(personId: string, hash: string, now: number): Promise<void>;
  /** A new one-time link; links given to the person before stop working. */
  keepEnrolment(link: Omit<EnrolmentRow, 'usedAt'>): Promise<void>;
  /** Uses a link, once and in time. Answers the person's id, undefined when it does not stand (any more). */
  redeemEnrolment(hash: string, now: number): Promise<string | undefined>;
  keepSession(session: SessionRow): Promise<void>;
  /** Notes use of a session; `freshUntil` when a factor was given again. */
  touchSession(hash: string, set: { seenAt?: number; freshUntil?: number }): Promise<void>;
  /** False when it had ended already. */
  endSession(hash: string): Promise<boolean>;
  endSessionsOf(personId: string): Promise<void>;
  keepApiToken(hash: string, apiTokenId: string): Promise<void>;
  dropApiToken(apiTokenId: string): Promise<void>;
  logAccess(row: AccessRow): Promise<void>;
}

export function createIdentityWrites(db: Db): IdentityWrites {
  return {
    ...createWaysInWrites(db),
    keepPassword: async (personId, hash, setAt) => {
      const row = { personId, hash, setAt };
      await db
        .insertInto('password')
        .values(row)
        .onConflict((c) => c.column('personId').doUpdateSet({ hash, setAt }))
        .execute();
    },
    keepEnrolment: async (link) => {
      await db.deleteFrom('enrolment').where('personId', '=', link.personId).where('usedAt', 'is', null).execute();
      await db
        .insertInto('enrolment')
        .values({ ...link, usedAt: null })
        .execute();
    },
    redeemEnrolment: async (hash, now) => {
      const use = db.updateTable('enrolment').set({ usedAt: now }).where('hash', '=', hash).where('usedAt', 'is', null);
      return (await use.where('expiresAt', '>', now).returning('personId').executeTakeFirst())?.personId;
    },
    keepSession: async (session) => {
      await db.insertInto('session').values(session).execute();
    },
    touchSession: async (hash, set) => {
      await db.updateTable('session').set(set).where('hash', '=', hash).execute();
    },
    endSession: async (hash) => {
      const { numDeletedRows } = await db.deleteFrom('session').where('hash', '=', hash).executeTakeFirst();
      return numDeletedRows > 0n;
    },
    endSessionsOf: async (personId) => {
      await db.deleteFrom('session').where('personId', '=', personId).execute();
    },
    keepApiToken: async (hash, apiTokenId) => {
      await db.insertInto('apiTokenHash').values({ hash, apiTokenId }).execute();
    },
    dropApiToken: async (apiTokenId) => {
      await db.deleteFrom('apiTokenHash').where('apiTokenId', '=', apiTokenId).execute();
    },
    logAccess: async (row) => {
      await db.insertInto('accessLog').values(row).execute();
    },
  };
}

export interface IdentityReads extends WaysInReads {
  passwordOf(personId: string): Promise<{ hash: string; setAt: number } | undefined>;
  /** The person with this directory id, else the only one with this e-mail address, in any case. */
  personByLogin(login: string): Promise<PersonRow | undefined>;
  /** A link as it was kept, used or not. */
  enrolmentByHash(hash: string): Promise<EnrolmentRow | undefined>;
  sessionByHash(hash: string): Promise<SessionRow | undefined>;
  /** Newest first. */
  sessionsOf(personId: string): Promise<SessionRow[]>;
  apiTokenByHash(hash: string): Promise<ApiTokenRow | undefined>;
  /** Access log of [from, to), in order, in pages. */
  accesses(from: number, to: number): AsyncIterable<readonly Selectable<AllTables['accessLog']>[]>;
}

/** Rows of the access log read at once. */
const PAGE = 1000;

export function createIdentityReads(db: Db): IdentityReads {
  return {
    ...createWaysInReads(db),
    passwordOf: (personId) =>
      db.selectFrom('password').select(['hash', 'setAt']).where('personId', '=', personId).executeTakeFirst(),
    personByLogin: async (login) => {
      const people = db.selectFrom('person').selectAll();
      // both questions whatever the first answers, so that the time does not tell which directory ids exist
      const exact = await people.where('directoryId', '=', login).executeTakeFirst();
      const [only, ...others] = await people.where(sql`lower("email")`, '=', login.toLowerCase()).limit(2).execute();
      return exact ?? (others.length > 0 ? undefined : only);
    },
    enrolmentByHash: (hash) => db.selectFrom('enrolment').selectAll().where('hash', '=', hash).executeTakeFirst(),
    sessionByHash: (hash) => db.selectFrom('session').selectAll().where('hash', '=', hash).executeTakeFirst(),
    sessionsOf: (personId) =>
      db
        .selectFrom('session')
        .selectAll()
        .where('personId', '=', personId)
        .orderBy('createdAt', 'desc')
        .orderBy('hash')
        .execute(),
    apiTokenByHash: (hash) =>
      db
        .selectFrom('apiTokenHash as h')
        .innerJoin('apiToken as t', 't.id', 'h.apiTokenId')
        .selectAll('t')
        .where('h.hash', '=', hash)
        .executeTakeFirst(),
    accesses: async function* (from, to) {
      const range = db.selectFrom('accessLog').selectAll().where('at', '>=', from).where('at', '<', to);
      for (let last = 0, more = true; more; ) {
        const rows = await range.where('id', '>', last).orderBy('id').limit(PAGE).execute();
        if (rows.length > 0) yield rows;
        last = rows.at(-1)?.id ?? last;
        more = rows.length === PAGE;
      }
    },
  };
}

/** Clears what nobody may use any more. Answers how many rows went. */
export async function purgeIdentity(
  db: Db,
  { expiredAt, accessBefore }: { expiredAt: number; accessBefore: number },
): Promise<number> {
  const gone = [
    await db.deleteFrom('session').where('expiresAt', '<=', expiredAt).executeTakeFirst(),
    await db.deleteFrom('enrolment').where('expiresAt', '<=', expiredAt).executeTakeFirst(),
    await db.deleteFrom('deviceCode').where('expiresAt', '<=', expiredAt).executeTakeFirst(),
    await db.deleteFrom('accessLog').where('at', '<', accessBefore).executeTakeFirst(),
  ];
  return gone.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0);
}

import { sql } from 'kysely';
import type { Unit } from '../../flow/ports/store.ts';
import type { AccessRecords, IdentityReads, IdentityWrites } from '../../identity/records.ts';
import type { Db } from '../tables.ts';
import { createWaysInReads, createWaysInWrites } from './ways-in.ts';

export function createIdentityWrites(db: Db): IdentityWrites & Pick<Unit, 'dropWaysIn'> {
  return {
    ...createWaysInWrites(db),
    keepPassword: async (personId, hash, setAt) => {
      const set = { hash, setAt, restoredAt: null };
      await db
        .insertInto('password')
        .values({ personId, ...set })
        .onConflict((c) => c.column('personId').doUpdateSet(set))
        .execute();
    },
    keepEnrolment: async (link) => {
      await db.deleteFrom('enrolment').where('personId', '=', link.personId).where('usedAt', 'is', null).execute();
      await db
        .insertInto('enrolment')
        .values({ ...link, usedAt: null, codeHash: null })
        .execute();
    },
    vouchEnrolment: async (hash, codeHash, now) => {
      const put = db.updateTable('enrolment').set({ codeHash }).where('hash', '=', hash).where('usedAt', 'is', null);
      return (await put.where('expiresAt', '>', now).executeTakeFirst()).numUpdatedRows > 0n;
    },
    redeemEnrolment: async (hash, now) => {
      const use = db.updateTable('enrolment').set({ usedAt: now }).where('hash', '=', hash).where('usedAt', 'is', null);
      return use.where('expiresAt', '>', now).returning(['personId', 'inviterId', 'codeHash']).executeTakeFirst();
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
      await db.deleteFrom('deviceCode').where('personId', '=', personId).execute();
      return Number(
        (await db.deleteFrom('session').where('personId', '=', personId).executeTakeFirst()).numDeletedRows,
      );
    },
    endSessionsBut: async (personId) => {
      await db.deleteFrom('deviceCode').where('personId', '!=', personId).execute();
      return Number(
        (await db.deleteFrom('session').where('personId', '!=', personId).executeTakeFirst()).numDeletedRows,
      );
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

/** Rows of the access log read at once. */
const PAGE = 1000;

export function createIdentityReads(db: Db): IdentityReads & Pick<AccessRecords, 'accesses'> {
  return {
    ...createWaysInReads(db),
    passwordOf: (personId) =>
      db
        .selectFrom('password')
        .select(['hash', 'setAt', 'restoredAt'])
        .where('personId', '=', personId)
        .executeTakeFirst(),
    personByLogin: async (login) => {
      const people = db.selectFrom('person').selectAll();
      // both questions whatever the first answers, so that the time does not tell which directory ids exist
      const exact = await people.where('directoryId', '=', login).executeTakeFirst();
      const [only, ...others] = await people.where(sql`lower("email")`, '=', login.toLowerCase()).limit(2).execute();
      return exact ?? (others.length > 0 ? undefined : only);
    },
    enrolmentByHash: (hash) => db.selectFrom('enrolment').selectAll().where('hash', '=', hash).executeTakeFirst(),
    enrolmentOf: (personId) =>
      db
        .selectFrom('enrolment')
        .selectAll()
        .where('personId', '=', personId)
        .where('usedAt', 'is', null)
        .orderBy('expiresAt', 'desc')
        .executeTakeFirst(),
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

import { type RawBuilder, sql } from 'kysely';
import type { Unit } from '../../flow/ports/store.ts';
import type { AccessRecords, IdentityReads, IdentityWrites } from '../../identity/records.ts';
import { LEAVE_OUT } from '../seal/guard.ts';
import { sealedRow, updateSealed } from '../seal/reseal.ts';
import type { Seals } from '../seal/seals.ts';
import { atMost } from '../statements/at-most.ts';
import { runText } from '../statements/texts.ts';
import type { AllTables, Db } from '../tables.ts';
import { createWaysInReads, createWaysInWrites } from './ways-in.ts';

/** The row of a table that has this value. Asked with every call: its text is put together once. */
async function theOne<T extends keyof AllTables & string>(
  db: Db,
  table: T,
  column: keyof AllTables[T] & string,
  value: string,
  end: RawBuilder<unknown> = sql``,
): Promise<AllTables[T] | undefined> {
  const build = () => sql<AllTables[T]>`select * from ${sql.table(table)} where ${sql.id(column)} = ${value} ${end}`;
  return (await runText(db, `the one ${table} ${column}`, build, [value])).rows[0];
}

/** Identity's writes within a transaction; each row is sealed. */
export function createIdentityWrites(
  db: Db,
  seals: Seals,
): IdentityWrites & Pick<Unit, 'dropWaysIn' | 'endCertificateSessions'> {
  return {
    ...createWaysInWrites(db, seals),
    keepPassword: async (personId, hash, setAt) => {
      const row = sealedRow(seals, 'password', { personId, hash, setAt, restoredAt: null });
      await db
        .insertInto('password')
        .values(row)
        .onConflict((c) => c.column('personId').doUpdateSet(row))
        .execute();
    },
    keepEnrolment: async (link) => {
      await db.deleteFrom('enrolment').where('personId', '=', link.personId).where('usedAt', 'is', null).execute();
      await db
        .insertInto('enrolment')
        .values(sealedRow(seals, 'enrolment', { ...link, usedAt: null, codeHash: null }))
        .execute();
    },
    vouchEnrolment: async (hash, codeHash, now) => {
      const where = sql`"hash" = ${hash} and "usedAt" is null and "expiresAt" > ${now}`;
      return (await updateSealed(db, seals, 'enrolment', { set: { codeHash }, where })) > 0;
    },
    redeemEnrolment: async (hash, now) => {
      const unused = db.selectFrom('enrolment').selectAll().where('hash', '=', hash).where('usedAt', 'is', null);
      const link = await unused.where('expiresAt', '>', now).executeTakeFirst();
      if (!link) return undefined;
      await updateSealed(db, seals, 'enrolment', { set: { usedAt: now }, where: sql`"hash" = ${hash}` });
      return { personId: link.personId, inviterId: link.inviterId, codeHash: link.codeHash };
    },
    keepSession: async (session) => {
      await db
        .insertInto('session')
        .values(sealedRow(seals, 'session', session))
        .execute();
    },
    touchSession: async (hash, set) => {
      await updateSealed(db, seals, 'session', { set, where: sql`"hash" = ${hash}` });
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
      await db
        .insertInto('apiTokenHash')
        .values(sealedRow(seals, 'apiTokenHash', { hash, apiTokenId }))
        .execute();
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

/** What tells whether somebody has come in, may, or works where: on the reading connection, or inside of a transaction. */
export function createLinkReads(
  db: Db,
): Pick<IdentityReads, 'passwordOf' | 'enrolmentOf' | 'sessionByHash' | 'sessionsAtBench'> {
  return {
    sessionByHash: (hash) => theOne(db, 'session', 'hash', hash, LEAVE_OUT),
    sessionsAtBench: (node) =>
      db.selectFrom('session').selectAll().where('benchNode', '=', node).orderBy('hash').modifyEnd(LEAVE_OUT).execute(),
    passwordOf: async (personId) => {
      const row = await theOne(db, 'password', 'personId', personId);
      return row && { hash: row.hash, setAt: row.setAt, restoredAt: row.restoredAt };
    },
    enrolmentOf: (personId) =>
      db
        .selectFrom('enrolment')
        .selectAll()
        .where('personId', '=', personId)
        .where('usedAt', 'is', null)
        .orderBy('expiresAt', 'desc')
        .modifyEnd(LEAVE_OUT)
        .executeTakeFirst(),
  };
}

/** Identity's reads. */
export function createIdentityReads(db: Db): IdentityReads & Pick<AccessRecords, 'accesses'> {
  return {
    ...createWaysInReads(db),
    ...createLinkReads(db),
    personByLogin: async (login) => {
      const people = db.selectFrom('person').selectAll().modifyEnd(LEAVE_OUT);
      // both questions whatever the first answers, so that the time does not tell which directory ids exist
      const byId = await people
        .where(({ eb, or }) =>
          or([eb('directoryId', '=', login), eb(sql`lower("directoryId")`, '=', login.toLowerCase())]),
        )
        .execute();
      const byEmail = await people.where(sql`lower("email")`, '=', login.toLowerCase()).limit(atMost(2)).execute();
      const exact = byId.find(({ directoryId }) => directoryId === login);
      const [only, ...others] = byId.length > 0 ? byId : byEmail;
      return exact ?? (others.length > 0 ? undefined : only);
    },
    enrolmentByHash: (hash) =>
      db.selectFrom('enrolment').selectAll().where('hash', '=', hash).modifyEnd(LEAVE_OUT).executeTakeFirst(),
    sessionsAmong: async (hashes) =>
      hashes.length === 0
        ? []
        : db.selectFrom('session').selectAll().where('hash', 'in', hashes).modifyEnd(LEAVE_OUT).execute(),
    sessionsOf: (personId) =>
      db
        .selectFrom('session')
        .selectAll()
        .where('personId', '=', personId)
        .orderBy('createdAt', 'desc')
        .orderBy('hash')
        .modifyEnd(LEAVE_OUT)
        .execute(),
    apiTokenByHash: async (hash) => {
      const id = (await theOne(db, 'apiTokenHash', 'hash', hash, LEAVE_OUT))?.apiTokenId ?? '';
      return theOne(db, 'apiToken', 'id', id, LEAVE_OUT);
    },
    accesses: async function* (from, to) {
      const range = db.selectFrom('accessLog').selectAll().where('at', '>=', from).where('at', '<', to);
      for (let last = 0, more = true; more; ) {
        const rows = await range.where('id', '>', last).orderBy('id').limit(atMost(PAGE)).execute();
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

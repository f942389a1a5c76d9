import { sql } from 'kysely';
import type { Unit } from '../../flow/ports/store.ts';
import type { IdentityReads, IdentityWrites } from '../../identity/records.ts';
import { LEAVE_OUT } from '../seal/guard.ts';
import { sealedRow, updateSealed } from '../seal/reseal.ts';
import type { Seals } from '../seal/seals.ts';
import type { Db } from '../tables.ts';

/** Ways in beside the password: public keys and hashes only, no secret comes here. */
type WaysInWrites = Pick<
  IdentityWrites,
  | 'keepPasskey'
  | 'usePasskey'
  | 'dropPasskey'
  | 'keepDeviceCode'
  | 'approveDeviceCode'
  | 'redeemDeviceCode'
  | 'keepForeignIdentity'
  | 'narrowWaysIn'
> &
  Pick<Unit, 'dropWaysIn' | 'endCertificateSessions'>;

/** Writes of passkeys, device codes and foreign identities, within a transaction. */
export function createWaysInWrites(db: Db, seals: Seals): WaysInWrites {
  return {
    keepPasskey: async (passkey) => {
      await db
        .insertInto('passkey')
        .values(sealedRow(seals, 'passkey', passkey))
        .execute();
    },
    usePasskey: async (id, { before, counter, now }) => {
      const where = sql`"id" = ${id} and "counter" = ${before}`;
      return (await updateSealed(db, seals, 'passkey', { set: { counter, usedAt: now }, where })) > 0;
    },
    dropPasskey: async ({ id, personId }, { leaves }) => {
      const other = sql`select 1 from "passkey" as "o" where o."personId" = ${personId} and o."rpId" = ${leaves ?? ''} and o."id" <> ${id}`;
      const drop = db.deleteFrom('passkey').where('id', '=', id);
      const kept = leaves === undefined ? drop : drop.where(sql<boolean>`exists (${other})`);
      return (await kept.executeTakeFirst()).numDeletedRows > 0n;
    },
    keepDeviceCode: async (code) => {
      const unused = { personId: null, method: null, reach: null, freshUntil: null, endsAt: null };
      await db
        .insertInto('deviceCode')
        .values(sealedRow(seals, 'deviceCode', { ...code, ...unused }))
        .execute();
    },
    approveDeviceCode: async (userCodeHash, by, now) => {
      const where = sql`"userCodeHash" = ${userCodeHash} and "personId" is null and "expiresAt" > ${now}`;
      return (await updateSealed(db, seals, 'deviceCode', { set: { ...by }, where })) > 0;
    },
    redeemDeviceCode: async (hash, now) => {
      const approved = db.deleteFrom('deviceCode').where('hash', '=', hash).where('personId', 'is not', null);
      return approved.where('expiresAt', '>', now).returningAll().executeTakeFirst();
    },
    keepForeignIdentity: async (row) => {
      await db
        .insertInto('foreignIdentity')
        .values(sealedRow(seals, 'foreignIdentity', row))
        .execute();
    },
    narrowWaysIn: async (at, kept) => {
      let ended = 0;
      for (const table of ['session', 'deviceCode', 'enrolment', 'idempotency'] as const)
        ended += Number((await db.deleteFrom(table).executeTakeFirst()).numDeletedRows);
      let passkeys = 0;
      for (const table of ['passkey', 'foreignIdentity'] as const) {
        const others =
          kept.length === 0 ? db.deleteFrom(table) : db.deleteFrom(table).where('personId', 'not in', kept);
        passkeys += Number((await others.executeTakeFirst()).numDeletedRows);
      }
      const before = { set: { restoredAt: at }, where: sql`"restoredAt" is null`, unfit: 'keep' } as const;
      return { ended, passkeys, passwords: await updateSealed(db, seals, 'password', before) };
    },
    dropWaysIn: async (personId) => {
      for (const table of ['password', 'session', 'passkey', 'deviceCode', 'foreignIdentity'] as const)
        await db.deleteFrom(table).where('personId', '=', personId).execute();
    },
    endCertificateSessions: async (personIds) => {
      if (personIds.length === 0) return;
      for (const table of ['session', 'deviceCode'] as const)
        await db.deleteFrom(table).where('personId', 'in', personIds).where('method', '=', 'certificate').execute();
    },
  };
}

type WaysInReads = Pick<
  IdentityReads,
  | 'passkey'
  | 'passkeysOf'
  | 'passkeysOfOtherNames'
  | 'deviceCodeByUserCode'
  | 'deviceCodeByHash'
  | 'foreignIdentity'
  | 'foreignIdentityOf'
>;

/** Reads of passkeys, device codes and foreign identities. */
export function createWaysInReads(db: Db): WaysInReads {
  const codes = db.selectFrom('deviceCode').selectAll().modifyEnd(LEAVE_OUT);
  const foreign = (issuer: string) =>
    db.selectFrom('foreignIdentity').selectAll().where('issuer', '=', issuer).modifyEnd(LEAVE_OUT);
  return {
    passkey: (id) => db.selectFrom('passkey').selectAll().where('id', '=', id).modifyEnd(LEAVE_OUT).executeTakeFirst(),
    passkeysOf: (personId) =>
      db
        .selectFrom('passkey')
        .selectAll()
        .where('personId', '=', personId)
        .orderBy('createdAt')
        .orderBy('id')
        .modifyEnd(LEAVE_OUT)
        .execute(),
    passkeysOfOtherNames: async (rpId) => {
      // whole rows, each held against its seal: a name that somebody else wrote would be told at the terminal
      const others = db.selectFrom('passkey').selectAll().where('rpId', '!=', rpId).orderBy('rpId').orderBy('id');
      const counts = new Map<string, number>();
      for (const row of await others.modifyEnd(LEAVE_OUT).execute())
        counts.set(row.rpId, (counts.get(row.rpId) ?? 0) + 1);
      return [...counts].map(([name, count]) => ({ rpId: name, count }));
    },
    deviceCodeByUserCode: (userCodeHash) => codes.where('userCodeHash', '=', userCodeHash).executeTakeFirst(),
    deviceCodeByHash: (hash) => codes.where('hash', '=', hash).executeTakeFirst(),
    foreignIdentity: (issuer, subject) => foreign(issuer).where('subject', '=', subject).executeTakeFirst(),
    foreignIdentityOf: (issuer, personId) => foreign(issuer).where('personId', '=', personId).executeTakeFirst(),
  };
}

import type { AllTables, Db } from './tables.ts';

export type PasskeyRow = AllTables['passkey'];
export type DeviceCodeRow = AllTables['deviceCode'];
export type ForeignIdentityRow = AllTables['foreignIdentity'];

/** Ways in beside the password: public keys and hashes only, no secret comes here. */
export interface WaysInWrites {
  keepPasskey(passkey: PasskeyRow): Promise<void>;
  /** Notes use, if the counter still is `before`: false when another sign-in was faster. */
  usePasskey(id: string, use: { before: number; counter: number; now: number }): Promise<boolean>;
  dropPasskey(id: string): Promise<void>;
  keepDeviceCode(
    code: Pick<DeviceCodeRow, 'hash' | 'userCodeHash' | 'address' | 'createdAt' | 'expiresAt'>,
  ): Promise<void>;
  /** Gives a code that waits to a person, once and in time. */
  approveDeviceCode(
    userCodeHash: string,
    by: { personId: string; method: string; reach: string | null },
    now: number,
  ): Promise<boolean>;
  /** Takes an approved code away, once and in time. */
  redeemDeviceCode(hash: string, now: number): Promise<DeviceCodeRow | undefined>;
  keepForeignIdentity(row: ForeignIdentityRow): Promise<void>;
  /** Everything of a person but the password: an account that is given back begins anew. */
  dropWaysIn(personId: string): Promise<void>;
}

export function createWaysInWrites(db: Db): WaysInWrites {
  return {
    keepPasskey: async (passkey) => {
      await db.insertInto('passkey').values(passkey).execute();
    },
    usePasskey: async (id, { before, counter, now }) => {
      const use = db.updateTable('passkey').set({ counter, usedAt: now }).where('id', '=', id);
      return (await use.where('counter', '=', before).executeTakeFirst()).numUpdatedRows > 0n;
    },
    dropPasskey: async (id) => {
      await db.deleteFrom('passkey').where('id', '=', id).execute();
    },
    keepDeviceCode: async (code) => {
      const unused = { personId: null, method: null, reach: null };
      await db
        .insertInto('deviceCode')
        .values({ ...code, ...unused })
        .execute();
    },
    approveDeviceCode: async (userCodeHash, by, now) => {
      const waiting = db.updateTable('deviceCode').set(by).where('userCodeHash', '=', userCodeHash);
      const done = await waiting.where('personId', 'is', null).where('expiresAt', '>', now).executeTakeFirst();
      return done.numUpdatedRows > 0n;
    },
    redeemDeviceCode: async (hash, now) => {
      const approved = db.deleteFrom('deviceCode').where('hash', '=', hash).where('personId', 'is not', null);
      return approved.where('expiresAt', '>', now).returningAll().executeTakeFirst();
    },
    keepForeignIdentity: async (row) => {
      await db.insertInto('foreignIdentity').values(row).execute();
    },
    dropWaysIn: async (personId) => {
      for (const table of ['passkey', 'deviceCode', 'foreignIdentity'] as const)
        await db.deleteFrom(table).where('personId', '=', personId).execute();
    },
  };
}

export interface WaysInReads {
  passkey(id: string): Promise<PasskeyRow | undefined>;
  /** Oldest first. */
  passkeysOf(personId: string): Promise<PasskeyRow[]>;
  deviceCodeByUserCode(userCodeHash: string): Promise<DeviceCodeRow | undefined>;
  deviceCodeByHash(hash: string): Promise<DeviceCodeRow | undefined>;
  foreignIdentity(issuer: string, subject: string): Promise<ForeignIdentityRow | undefined>;
  foreignIdentityOf(issuer: string, personId: string): Promise<ForeignIdentityRow | undefined>;
}

export function createWaysInReads(db: Db): WaysInReads {
  const codes = db.selectFrom('deviceCode').selectAll();
  const foreign = (issuer: string) => db.selectFrom('foreignIdentity').selectAll().where('issuer', '=', issuer);
  return {
    passkey: (id) => db.selectFrom('passkey').selectAll().where('id', '=', id).executeTakeFirst(),
    passkeysOf: (personId) =>
      db
        .selectFrom('passkey')
        .selectAll()
        .where('personId', '=', personId)
        .orderBy('createdAt')
        .orderBy('id')
        .execute(),
    deviceCodeByUserCode: (userCodeHash) => codes.where('userCodeHash', '=', userCodeHash).executeTakeFirst(),
    deviceCodeByHash: (hash) => codes.where('hash', '=', hash).executeTakeFirst(),
    foreignIdentity: (issuer, subject) => foreign(issuer).where('subject', '=', subject).executeTakeFirst(),
    foreignIdentityOf: (issuer, personId) => foreign(issuer).where('personId', '=', personId).executeTakeFirst(),
  };
}

import { hash } from 'node:crypto';
import { sql } from 'kysely';
import type { KeptCrl } from '../../ca/ports.ts';
import type { Unit } from '../../flow/ports/store.ts';
import type { SealedSecret } from '../../flow/ports/vault.ts';
import { keepCrlBody, readLastCrlNumber } from '../ca/crl-body.ts';
import { countRevoked } from '../ca/revoked.ts';
import { keepAnswer } from '../idempotency.ts';
import type { Recorder } from '../journal/append.ts';
import { erase } from '../purge.ts';
import { sealedRow } from '../seal/reseal.ts';
import { sealAnew } from '../seal/seal-anew.ts';
import type { Seals } from '../seal/seals.ts';
import { atMost } from '../statements/at-most.ts';
import { runText } from '../statements/texts.ts';
import type { Db } from '../tables.ts';
import { uniqueAs } from './change-faults.ts';

/** What a unit keeps beside its journalled rows: sealed secrets, certificate bodies, hashes of codes, numbers. */
export interface UnjournalledWrites
  extends Pick<
    Unit,
    | 'erase'
    | 'keepSecret'
    | 'dropSecret'
    | 'keepCertificate'
    | 'keepRevocationCode'
    | 'revocationCode'
    | 'dropRevocationCode'
    | 'keepPickupHash'
    | 'pickupHash'
    | 'dropPickupHash'
    | 'nextNumber'
    | 'keepAnswer'
    | 'keepConfirmedText'
  > {
  /** Every yearly series goes on 1,000 numbers later: what was given after the backup is not given again. */
  skipNumbers(): Promise<void>;
  /** Mails that waited when the backup was made were sent by whoever went on. */
  dropWaitingMails(): Promise<void>;
  /** How many of an issuer's certificates were revoked, those that have ended included. */
  countRevoked(issuerId: string): Promise<number>;
  /** The number of an issuer's newest CRL: units come one after another, on all nodes. */
  lastCrlNumber(issuerId: string): Promise<number | undefined>;
  /** Keeps a CRL's DER, of whose entries only the new ones are written; what stood only in older CRLs goes. */
  keepCrlBody(issuerId: string, crl: KeptCrl): Promise<void>;
  /** Seals every authentic row under the keys of another key-encryption key. Answers how many. */
  sealAnew(rowKey: Uint8Array): Promise<number>;
  /** Replaces every sealed secret by what `rewrap` makes of it. Answers how many changed. */
  rewrapSecrets(rewrap: (secret: SealedSecret) => SealedSecret): Promise<number>;
}

/** Secrets read at once. */
const PAGE = 500;

/**
 * Writes, within a transaction, of what is kept beside the journal's rows. `flush` writes what the unit's entries left to be
 * written: an erasure takes openings of these too, and new seals are given to all that it wrote. `number`: how the unit takes one.
 */
export function createUnjournalledWrites(
  db: Db,
  seals: Seals,
  { flush, number }: Pick<Recorder, 'flush' | 'number'>,
): UnjournalledWrites {
  return {
    keepSecret: async ({ id, purpose, sealed }) => {
      await db.insertInto('secret').values({ id, purpose, sealed }).execute();
    },
    rewrapSecrets: async (rewrap) => {
      let changed = 0;
      for (let last = '', more = true; more; ) {
        const page = db.selectFrom('secret').selectAll().where('id', '>', last).orderBy('id').limit(atMost(PAGE));
        const rows = await page.execute();
        for (const row of rows) {
          const { sealed } = rewrap(row);
          if (sealed === row.sealed) continue;
          await db.updateTable('secret').set({ sealed }).where('id', '=', row.id).execute();
          changed += 1;
        }
        last = rows.at(-1)?.id ?? last;
        more = rows.length === PAGE;
      }
      return changed;
    },
    sealAnew: async (rowKey) => {
      await flush();
      return sealAnew(db, rowKey);
    },
    dropSecret: async (id) => {
      await db.deleteFrom('secret').where('id', '=', id).execute();
    },
    keepRevocationCode: async (serial, hash) => {
      const row = sealedRow(seals, 'revocationCode', { serial, hash });
      await db
        .insertInto('revocationCode')
        .values(row)
        .onConflict((c) => c.column('serial').doUpdateSet(row))
        .execute();
    },
    ...createCodeReads(db),
    dropRevocationCode: async (serial) => {
      await db.deleteFrom('revocationCode').where('serial', '=', serial).execute();
    },
    keepPickupHash: async (pickupCodeId, hash) => {
      await db
        .insertInto('pickupHash')
        .values(sealedRow(seals, 'pickupHash', { pickupCodeId, hash }))
        .execute();
    },
    dropPickupHash: async (pickupCodeId) => {
      await db.deleteFrom('pickupHash').where('pickupCodeId', '=', pickupCodeId).execute();
    },
    keepCertificate: async (id, der) => {
      const keep = db.insertInto('certificateBody').values({ id, der }).execute();
      await keep.catch((error) => Promise.reject(uniqueAs(error, 'certificate')));
    },
    countRevoked: (issuerId) => countRevoked(db, issuerId),
    lastCrlNumber: (issuerId) => readLastCrlNumber(db, issuerId),
    keepCrlBody: (issuerId, crl) => keepCrlBody(db, issuerId, crl),
    keepAnswer: (claim, answer) => keepAnswer(db, seals, claim, answer),
    keepConfirmedText: async ({ hash, text }) => {
      await db
        .insertInto('confirmedText')
        .values({ hash, text })
        .onConflict((c) => c.column('hash').doUpdateSet({ text }))
        .execute();
    },
    erase: async (of) => {
      await flush();
      await erase(db, of);
    },
    skipNumbers: async () => {
      await db
        .updateTable('series')
        .set((e) => ({ last: e('last', '+', 1000) }))
        .execute();
    },
    dropWaitingMails: async () => {
      await db.deleteFrom('outbox').where('state', '=', 'waiting').execute();
    },
    nextNumber: (series) =>
      number(series, async () => {
        const build = () => sql<{ last: number }>`insert into "series" ("id", "last") values (${series}, 1)
          on conflict ("id") do update set "last" = "series"."last" + 1 returning "last"`;
        const [next] = (await runText(db, 'next of series', build, [series])).rows;
        return Number(next?.last);
      }),
  };
}

/** On the reading connection, or inside a transaction. */
const createCodeReads = (db: Db): Pick<Unit, 'revocationCode' | 'pickupHash'> => ({
  revocationCode: async (serial) =>
    (await db.selectFrom('revocationCode').selectAll().where('serial', '=', serial).executeTakeFirst())?.hash,
  pickupHash: async (id) =>
    (await db.selectFrom('pickupHash').selectAll().where('pickupCodeId', '=', id).executeTakeFirst())?.hash,
});

export interface UnjournalledReads {
  secret(id: string): Promise<SealedSecret | undefined>;
  secretsFor(purpose: string): Promise<string[]>;
  certificate(id: string): Promise<Uint8Array | undefined>;
  revocationCode(serial: string): Promise<string | undefined>;
  pickupHash(pickupCodeId: string): Promise<string | undefined>;
  confirmedText(hash: string): Promise<string | undefined>;
}

/** Reads of sealed secrets, certificates (DER) and hashes of codes. */
export function createUnjournalledReads(db: Db): UnjournalledReads {
  return {
    secret: (id) => db.selectFrom('secret').selectAll().where('id', '=', id).executeTakeFirst(),
    secretsFor: async (purpose) => {
      const rows = await db.selectFrom('secret').select('id').where('purpose', '=', purpose).orderBy('id').execute();
      return rows.map(({ id }) => id);
    },
    certificate: async (id) =>
      (await db.selectFrom('certificateBody').select('der').where('id', '=', id).executeTakeFirst())?.der,
    ...createCodeReads(db),
    confirmedText: async (of) => {
      const found = await db.selectFrom('confirmedText').select('text').where('hash', '=', of).executeTakeFirst();
      return found && hash('sha256', found.text) === of ? found.text : undefined;
    },
  };
}

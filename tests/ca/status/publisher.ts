import Database from 'better-sqlite3';
import { type Ca, createCa } from '../../../src/ca/ca.ts';
import type { StatusRecords } from '../../../src/ca/ports.ts';
import { AppError } from '../../../src/errors.ts';
import { createAuthorityRecords } from '../../../src/store/ca/authorities.ts';
import { createVault } from '../../../src/vault/vault.ts';
import { certificateRows } from '../../support/records/certificate-rows.ts';
import { openTestStore, START } from '../../support/records/store.ts';
import { PKI_URL, PROFILES, serial } from '../evaluation.ts';

const DAY = 86_400_000;

/** A CA over the real store, whose certificates are rows and nothing else. */
export async function createPublisher({ start = START } = {}) {
  const t = await openTestStore({ start });
  const vault = createVault({ kek: new Uint8Array(32).fill(7), chance: t.chance });
  const db = new Database(t.path, { timeout: 5000 });
  const rows = certificateRows(db);
  let faults = 0;
  const read = { calls: 0, rows: 0 };
  const records: StatusRecords = {
    ...t.status,
    revoked: async (issuerId, how) => {
      const rows = await t.status.revoked(issuerId, how);
      read.calls += 1;
      read.rows += rows.length;
      return rows;
    },
    keepCrl: async (crl) => {
      if (faults > 0) {
        faults -= 1;
        throw new AppError('overloaded', 'disk full');
      }
      await t.status.keepCrl(crl);
    },
  };
  const open = (): Promise<Ca> =>
    createCa({
      dir: `${t.folder}/keys`,
      vault,
      clock: t.clock,
      chance: t.chance,
      records,
      warn: () => undefined,
      authorityRecords: createAuthorityRecords(t.store.transact),
      pkiUrl: PKI_URL,
      profilesDir: PROFILES,
      policyOid: '2.999.1.1',
      organisation: 'O',
      siren: '110014016',
      isConfirmed: async () => true,
      wait: async (ms) => t.clock.pass(ms),
    });
  let ca = await open();
  await ca.createEvaluation();
  const issuerId = ca.issuing()!.id;
  /** Everything revoked, in the order in which that was done. */
  const revoked: { serialNumber: string; revokedAt: number; notAfter: number }[] = [];
  return {
    t,
    ca: () => ca,
    revoked,
    revoke(days: number, earlier = 0) {
      const [serialNumber, now] = [serial(), t.clock.now()];
      const notAfter = now + days * DAY;
      rows.put({ id: serialNumber, issuerId, notBefore: now, notAfter });
      rows.revoke(serialNumber, now - earlier);
      revoked.push({ serialNumber, revokedAt: now - earlier, notAfter });
    },
    /** Many at once, in one transaction; they are not listed in `revoked`. */
    revokeMany(count: number) {
      db.transaction(() => {
        const now = t.clock.now();
        for (let i = 0; i < count; i += 1) {
          const serialNumber = serial();
          rows.put({ id: serialNumber, issuerId, notBefore: now, notAfter: now + 900 * DAY });
          rows.revoke(serialNumber, now);
        }
      })();
    },
    /** Of the records' list of revocations, since the last time that this was asked. */
    takeRead() {
      const since = { ...read };
      read.calls = read.rows = 0;
      return since;
    },
    async restart() {
      ca = await open();
      await ca.ensureFresh();
    },
    failNext(times: number) {
      faults = times;
    },
    close: () => db.close(),
  };
}
export type Publisher = Awaited<ReturnType<typeof createPublisher>>;

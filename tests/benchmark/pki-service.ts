/**
 * The status services over a real store of COUNT certificates, for tests/benchmark/pki.ts: orders come over the channel.
 * Half of the certificates are revoked in the order `crl`; OCSP asks about one that is good.
 */

import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createCa } from '../../src/ca/ca.ts';
import { startStatusProcesses } from '../../src/ca/status/status-processes.ts';
import { createAuthorityRecords } from '../../src/store/ca/authorities.ts';
import { tableKey } from '../../src/store/seal/seals.ts';
import { openStore } from '../../src/store/store.ts';
import { createVault } from '../../src/vault/vault.ts';
import { certificateRows } from '../support/records/certificate-rows.ts';
import { noJudge } from '../support/records/no-judge.ts';
import { ROW_KEY } from '../support/records/row-key.ts';

const [folder = '', count = '100000'] = process.argv.slice(2);
const COUNT = Number(count);
const DAY = 86_400_000;
let offset = 0;
const clock = { now: () => Date.now() + offset };
const chance = { id: () => randomBytes(13).toString('hex'), bytes: (length: number) => randomBytes(length) };
const path = join(folder, 'jeton.db');
const opened = await openStore({ judge: noJudge, path, clock, chance, rowKey: ROW_KEY });

const open = () =>
  createCa({
    dir: join(folder, 'keys'),
    vault: createVault({ kek: new Uint8Array(32), chance }),
    clock,
    chance,
    records: opened.status,
    authorityRecords: createAuthorityRecords(opened.store.transact),
    pkiUrl: 'http://127.0.0.1:18081',
    profilesDir: 'certs/profiles',
    isConfirmed: async () => true,
    policyOid: '2.999.1.1',
    organisation: 'Bench',
    siren: '110014016',
    warn: (_, error) => console.error(error),
    // a CRL a second is the rule; the clock is moved instead of waiting for it
    wait: async (ms) => {
      offset += ms;
    },
  });
const ca = await open();
await ca.createEvaluation();
const issuerId = ca.issuing()?.id ?? '';

const db = new Database(path, { timeout: 5000 });
const rows = certificateRows(db);
const newSerial = (): string => {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
};
const add = (state: 'good' | 'revoked', revokedAt = clock.now()): string => {
  const [id, now] = [newSerial(), clock.now()];
  const notAfter = now + 900 * DAY;
  rows.put({ id, issuerId, state, notBefore: now, notAfter, revokedAt: state === 'revoked' ? revokedAt : null });
  return id;
};
const good = add('good');
db.transaction(() => {
  for (let i = 0; i < COUNT; i += 1) add('revoked', clock.now() - 30 * DAY);
})();
await ca.publisher.publish();
writeFileSync(join(folder, 'good'), good);
writeFileSync(join(folder, 'issuing.der'), ca.issuingCertificate());

// as they run in service: the built program
const answering = await startStatusProcesses({
  host: '127.0.0.1',
  port: 0,
  database: path,
  clock,
  warn: (message, error) => console.error(message, error),
  certificateKey: tableKey(ROW_KEY, 'certificate'),
});
await answering.tell(ca.statusOrder());
const { port } = answering.address;

async function timed(work: () => Promise<unknown>): Promise<{ ms: number; cpuMs: number }> {
  const [cpu, begun] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - begun, cpuMs: (user + system) / 1000 };
}

const ORDERS: Record<string, () => Promise<unknown>> = {
  /** A publisher that knows nothing yet, as after a start: the last CRL is read from the records, too. */
  cold: async () => {
    const fresh = await open();
    return timed(() => fresh.publisher.publish());
  },
  /** As twice a day: all 100,000 are read from the records again. */
  anew: () => {
    offset += 13 * 3_600_000;
    return timed(() => ca.publisher.publish());
  },
  /** One more revocation, published. */
  one: async () => {
    add('revoked');
    return timed(() => ca.publisher.publish());
  },
  end: async () => {
    await answering.close();
    db.close();
    await opened.close();
    process.disconnect();
  },
};
process.on('message', async (order: string) => {
  const answer = await ORDERS[order]?.();
  if (process.connected) process.send?.({ order, answer });
});
process.send?.({ order: 'ready', answer: { port, pid: process.pid } });

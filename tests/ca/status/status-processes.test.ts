import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { type Ca, createCa } from '../../../src/ca/ca.ts';
import { type StatusProcesses, startStatusProcesses } from '../../../src/ca/status/status-processes.ts';
import { clock } from '../../../src/chance.ts';
import { createAuthorityRecords } from '../../../src/store/ca/authorities.ts';
import { createVault } from '../../../src/vault/vault.ts';
import { CERTIFICATE_KEY, certificateRows } from '../../support/records/certificate-rows.ts';
import { openTestStore, type TestStore } from '../../support/records/store.ts';
import { ocspQuestion, PKI_URL, PROFILES, run, serial } from '../evaluation.ts';

const HOST = '127.0.0.1';
const program = {
  path: resolve('src/app/status-process.ts'),
  execArgv: ['--import', './tests/support/typescript.mjs'],
};

/** Waits for what comes by itself, and fails when it does not. */
async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 15_000; !(await isSo()); await sleep(20)) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
  }
}
const isRunning = (pid: number): boolean => {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
};

describe('the processes that answer gateways', () => {
  let t: TestStore;
  let ca: Ca;
  let processes: StatusProcesses;
  let db: Database.Database;
  let rows: ReturnType<typeof certificateRows>;
  const found: string[] = [];
  const faults: string[] = [];
  const how = {
    host: HOST,
    program,
    count: 2,
    clock,
    patience: 15_000,
    certificateKey: CERTIFICATE_KEY,
    tampered: (id: string) => void found.push(id),
    warn: (message: string) => void faults.push(message),
  };

  beforeEach(async () => {
    faults.length = 0;
    found.length = 0;
    t = await openTestStore({ start: Date.now() }); // the processes go by the machine's clock
    processes = await startStatusProcesses({ ...how, port: 0, database: t.path });
    ca = await createCa({
      dir: `${t.folder}/keys`,
      clock: t.clock,
      chance: t.chance,
      records: t.status,
      warn: () => undefined,
      isConfirmed: async () => true,
      vault: createVault({ kek: new Uint8Array(32).fill(7), chance: t.chance }),
      authorityRecords: createAuthorityRecords(t.store.transact),
      pkiUrl: PKI_URL,
      profilesDir: PROFILES,
      policyOid: '2.999.1.1',
      organisation: 'O',
      siren: '110014016',
      wait: async (ms) => t.clock.pass(ms),
    });
    await ca.createEvaluation();
    db = new Database(t.path, { timeout: 5000 });
    rows = certificateRows(db);
  });
  afterEach(async () => {
    db.close();
    await processes.close();
  });

  /** They listen as soon as one does; the other may still be starting. */
  async function bothAtWork(): Promise<void> {
    await processes.tell(ca.statusOrder());
    await until('both have their order', () => !processes.isShort());
  }
  /** Each on a connection of its own, so that every process gets some. */
  function fetchOne(path: string, body?: Uint8Array): Promise<{ status: number; body: Buffer }> {
    return new Promise((done, fail) => {
      const headers = { 'content-type': 'application/ocsp-request' };
      const to = { host: HOST, port: processes.address.port, path, agent: false, headers };
      const request = httpRequest({ ...to, method: body ? 'POST' : 'GET' }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => done({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
        response.on('error', fail);
      });
      request.on('error', fail);
      request.end(body);
    });
  }
  function issue(): string {
    const [id, now] = [serial(), t.clock.now()];
    rows.put({ id, issuerId: ca.issuing()!.id, notBefore: now, notAfter: now + 900 * 86_400_000 });
    return id;
  }
  const revoke = (id: string) => rows.revoke(id, t.clock.now());
  /** What thirty clients at once are told of one certificate. */
  async function answers(id: string): Promise<string[]> {
    const question = ocspQuestion(ca.issuingCertificate(), id);
    const replies = await Promise.all(Array.from({ length: 30 }, () => fetchOne('/ocsp', question)));
    return replies.map(({ body }) => {
      const after = body.indexOf(Buffer.from(id, 'hex')) + 16;
      return { 128: 'good', 161: 'revoked', 130: 'unknown' }[body[after] ?? 0] ?? body.toString('hex');
    });
  }
  const all = (said: string): string[] => Array.from({ length: 30 }, () => said);

  it('say 503 before there is a CA, then good, and revoked from the first answer after the commit', async () => {
    expect((await fetchOne('/issuing.crl')).status).toBe(503);
    await processes.tell(ca.statusOrder());
    expect(processes.isShort()).toBe(false);
    const id = issue();
    expect(await answers(id)).toEqual(all('good'));
    expect(await answers(id)).toEqual(all('good'));
    revoke(id); // nobody tells them
    expect(await answers(id)).toEqual(all('revoked'));
    expect(await answers(serial())).toEqual(all('unknown'));
    expect(faults).toEqual([]);
  });

  it.each([
    ['good again', `update certificate set state = 'good', revokedAt = null`],
    ['good again, and forgotten by the list', `update certificate set state = 'good'; delete from revocation`],
    ['that of another issuer', `update certificate set issuerId = 'root'`],
  ])('never say good of a revoked certificate that somebody made %s, and tell of it', async (_, sql) => {
    await bothAtWork();
    const id = issue();
    revoke(id);
    expect(await answers(id)).toEqual(all('revoked'));
    db.exec(sql);
    const said = sql.includes('delete') ? 'unknown' : 'revoked';
    expect(await answers(id)).toEqual(all(said));
    await until('somebody is told', () => found.length > 0);
    expect(new Set(found)).toEqual(new Set([id]));
    expect(found.length).toBeLessThanOrEqual(2); // each process once
  });

  it('say nothing good of a certificate that nobody ordered', async () => {
    await bothAtWork();
    const [id, other] = [issue(), serial()];
    const columns = (db.pragma('table_info(certificate)') as { name: string }[]).map(({ name }) => name);
    const copied = columns.map((name) => (name === 'id' ? `'${other}'` : `"${name}"`));
    db.exec(`insert into certificate select ${copied.join(', ')} from certificate where id = '${id}'`);
    expect(await answers(other)).toEqual(all('unknown'));
    expect(await answers(id)).toEqual(all('good'));
  });

  it('serve each CRL as soon as it is published, and the certificates that sign it', async () => {
    await processes.tell(ca.statusOrder());
    for (let i = 0; i < 3; i += 1) {
      const id = issue();
      revoke(id);
      await ca.publisher.publish();
      const replies = await Promise.all(Array.from({ length: 10 }, () => fetchOne('/issuing.crl')));
      for (const { body } of replies) expect(body).toEqual(Buffer.from(ca.crl('issuing')!.der));
    }
    expect((await fetchOne('/root.cer')).body).toEqual(Buffer.from(ca.rootCertificate()));
    expect((await fetchOne('/root.crl')).body).toEqual(Buffer.from(ca.crl('root')!.der));
    const path = `${t.folder}/served.crl`;
    writeFileSync(path, (await fetchOne('/issuing.crl')).body);
    const text = run('openssl', ['crl', '-inform', 'DER', '-in', path, '-noout', '-text']);
    expect(text.match(/Serial Number:/g)).toHaveLength(3);
  });

  it('answer on while one of them is killed, and another takes its place', async () => {
    await processes.tell(ca.statusOrder());
    const id = issue();
    const [victim] = processes.pids();
    process.kill(victim!, 'SIGKILL');
    await until('it is gone', () => processes.isShort());
    expect(await answers(id)).toEqual(all('good'));
    await until('there are two again', () => !processes.isShort());
    expect(processes.pids()).toHaveLength(2);
    expect(processes.pids()).not.toContain(victim);
    expect(faults).toEqual(['a status process ended; another takes its place']);
  });

  it('replace one that says nothing any more', async () => {
    await processes.close();
    processes = await startStatusProcesses({ ...how, port: 0, database: t.path, patience: 1000 });
    await bothAtWork();
    const [stuck] = processes.pids();
    process.kill(stuck!, 'SIGSTOP');
    await processes.tell(ca.statusOrder());
    await until('there are two again', () => !processes.isShort());
    expect(isRunning(stuck!)).toBe(false);
    expect(faults).toContain('a status process does not answer and is replaced');
  });

  it('have no setting of the service, and hold no key but the OCSP signers’', async () => {
    const order = ca.statusOrder();
    await processes.tell(order);
    for (const pid of processes.pids()) {
      const environment = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
      expect(environment.filter((line) => /^JETON_\w+=./.test(line))).toEqual([]);
    }
    expect(JSON.stringify(order).match(/"key"/g)).toHaveLength(2);
    expect(order.issuers.map(({ id }) => id)).toEqual([ca.issuing('nomade')!.id, ca.issuing()!.id]);
  });

  it('refuse a port that somebody holds, and leave nobody behind', async () => {
    const other = createServer().listen(0, HOST);
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(startStatusProcesses({ ...how, port, database: t.path })).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringMatching(`port ${port} of ${HOST} is taken already.*JETON_PKI_PORT$`),
    });
    other.close();
  });

  it('end with the service, and not by the signals that are meant for it', async () => {
    await bothAtWork(); // one that still starts has not heard of signals yet
    const pids = processes.pids();
    for (const pid of pids) process.kill(pid, 'SIGTERM');
    await processes.tell(ca.statusOrder());
    expect(processes.pids()).toEqual(pids);
    await processes.close();
    expect(pids.filter(isRunning)).toEqual([]);
    await expect(fetchOne('/root.cer')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

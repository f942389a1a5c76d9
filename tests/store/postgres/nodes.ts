import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStatusReads } from '../../../src/store/ca/status-reads.ts';
import type { PostgresAddress } from '../../../src/store/postgres/server/address.ts';
import { openStatusCopy, type StatusCopy } from '../../../src/store/postgres/status/status-copy.ts';
import { createTableSeal } from '../../../src/store/seal/seals.ts';
import { type OpenStore, openStore } from '../../../src/store/store.ts';
import { type SettableClock, START, seededChance, settableClock } from '../../support/clock.ts';
import { type Behind, behindServer } from '../../support/records/behind.ts';
import { CERTIFICATE_KEY } from '../../support/records/certificate-rows.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { newDatabase } from '../../support/records/postgres.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';
import { certificate } from '../../support/records/status-rows.ts';

/** One of several services on one database, with its own copy of what status answers need. */
export interface Node extends OpenStore {
  clock: SettableClock;
  copy: StatusCopy;
  /** Path of the copy. */
  path: string;
  /** How many entries it knows to be there, beside those that it committed. */
  signed: { size: number };
  /** What its copy told people of. */
  warned: string[];
  /** As a status process reads the copy now: the states of certificates, `undefined` for one that it knows nothing of. */
  states(...ids: string[]): (string | undefined)[];
  /** Its own path to the server is gone, and its connections with it. */
  cut(): Promise<void>;
  mend(): void;
  /** Closes the copy, lets `meanwhile` happen, and opens it again, as a restart does. */
  reopenCopy(meanwhile?: () => unknown, certificateKey?: Uint8Array): Promise<StatusCopy>;
}

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** Waits for what comes by itself; answers after how many milliseconds it came. */
export async function until(isSo: () => boolean): Promise<number> {
  const begun = performance.now();
  while (!isSo()) {
    if (performance.now() - begun > 10_000) throw new Error('waited in vain');
    await sleep(5);
  }
  return performance.now() - begun;
}

/** Database and nodes of a test's own. */
export async function newCluster() {
  const database = await newDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'jeton-nodes-'));
  cleanups.push(async () => {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });
  const behind = behindServer(database.config);
  let nodes = 0;
  const node = (pollMs?: number): Promise<Node> => {
    nodes += 1;
    return openNode({ address: database.address, behind, folder: join(folder, String(nodes)), pollMs });
  };
  return { behind, folder, node };
}

/** Certificates `0` to `count - 1` in the database, sealed as the store would, every tenth revoked; no entry tells of them. */
export async function putMany(behind: Behind, count: number): Promise<void> {
  const sealOf = createTableSeal('certificate', CERTIFICATE_KEY);
  const rows = Array.from({ length: count }, (_, i) => {
    const revoked = i % 10 === 0 ? { state: 'revoked' as const, revokedAt: START + i } : {};
    const row = certificate(String(i), { state: 'good', ...revoked });
    return { ...row, seal: sealOf({ ...row }) };
  });
  for (let at = 0; at < count; at += 5000) {
    const page = JSON.stringify(rows.slice(at, at + 5000));
    await behind.run('insert into "certificate" select * from json_populate_recordset(null::"certificate", ?)', page);
  }
}

interface Place {
  address: PostgresAddress;
  behind: Behind;
  folder: string;
  pollMs: number | undefined;
}
async function openNode({ address, behind, folder, pollMs }: Place): Promise<Node> {
  const socket = `${folder}.way`;
  const [server = { host: '', port: 0 }] = address.servers;
  const mend = (): void => symlinkSync(server.host, socket);
  mend();
  const own = { ...address, servers: [{ host: socket, port: server.port }] };
  const [clock, path, warned] = [settableClock(), `${folder}.db`, [] as string[]];
  let copy: StatusCopy | undefined;
  const follow = () => copy?.settled() ?? Promise.resolve();
  const opened = await openStore({
    postgres: own,
    follow,
    judge: noJudge,
    clock,
    chance: seededChance(folder),
    rowKey: ROW_KEY,
  });
  cleanups.push(opened.close);
  const warn = (text: string) => void warned.push(text);
  const signed = { size: 0 };
  let forgotten = 0; // a restart knows nothing of what was committed before
  const atLeast = () => Math.max(signed.size, opened.committed() - forgotten);
  const how = { address: own, path, clock, atLeast, warn, ...(pollMs === undefined ? {} : { pollMs }) };
  const open = async (certificateKey: Uint8Array = CERTIFICATE_KEY): Promise<StatusCopy> => {
    const fresh = await openStatusCopy({ ...how, certificateKey });
    copy = fresh;
    cleanups.push(fresh.close);
    return fresh;
  };
  const node: Node = {
    ...opened,
    clock,
    path,
    signed,
    warned,
    copy: await open(),
    mend,
    states: (...ids) => {
      const reads = openStatusReads(path, { certificateKey: CERTIFICATE_KEY, tampered: () => {} });
      const states = ids.map((id) => reads.status(id)?.state);
      reads.close();
      return states;
    },
    cut: async () => {
      rmSync(socket);
      await behind.all(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`);
    },
    reopenCopy: async (meanwhile = () => {}, certificateKey) => {
      await node.copy.close();
      copy = undefined;
      await meanwhile();
      forgotten = opened.committed();
      node.copy = await open(certificateKey);
      return node.copy;
    },
  };
  return node;
}

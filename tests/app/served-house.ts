import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BasicOCSPResponse, OCSPResponse } from '@peculiar/asn1-ocsp';
import { AsnConvert } from '@peculiar/asn1-schema';
import Database from 'better-sqlite3';
import { type App, openApp } from '../../src/app.ts';
import type { Caller } from '../../src/book/rights/roles.ts';
import { createAuthorityFolder } from '../../src/ca/keys/authority.ts';
import { chance, clock } from '../../src/chance.ts';
import { readConfig } from '../../src/config.ts';
import type { ComparisonStanding } from '../../src/flow/comparison/comparison.ts';
import { type Entry, parseEntry } from '../../src/journal/entry.ts';
import type { Log } from '../../src/log.ts';
import { openStore } from '../../src/store/store.ts';
import { rowKeyOf } from '../../src/vault/row-key.ts';
import { createVault } from '../../src/vault/vault.ts';
import { ocspQuestion } from '../ca/evaluation.ts';
import { openReceiver, type Received } from '../siem/receiver.ts';
import { serverCertificate } from '../support/certificates.ts';
import { found, welcome } from '../support/judged/journals/cast.ts';
import type { House } from '../support/judged/journals/house.ts';
import { noJudge } from '../support/records/no-judge.ts';
import { PASSWORD } from '../support/world/come-in.ts';

const KEK = Buffer.alloc(32, 7);
export type Kept = Record<string, unknown>;

/**
 * The real service over a data folder of its own, with people, a SIEM and somebody who has the database file and not the
 * key. It can be stopped and started again; what it logged stays.
 */
export async function openServed() {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-served-'));
  const at = (name: string): string => join(folder, name);
  const path = join(folder, 'data', 'jeton.db');
  writeFileSync(at('kek'), KEK.toString('base64'), { mode: 0o600 });
  const own = serverCertificate(folder);
  const siem = await openReceiver(own);
  const env = {
    JETON_DATA: at('data'),
    JETON_KEK_FILE: at('kek'),
    JETON_PORT: '0',
    JETON_PKI_PORT: '0',
    JETON_PASSKEYS: 'optional',
    JETON_CA_FILE: own.certFile,
    JETON_SIEM_URL: `syslog+tls://localhost:${siem.port}`,
  };
  const logged: string[] = [];
  const log: Log = {
    info() {},
    warn: (message) => void logged.push(message),
    error: (message, error) => void logged.push(`${message} ${error instanceof Error ? error.message : ''}`),
  };
  let app: App = await openApp({ config: readConfig(env), log });
  let isOpen = true;
  let session = '';
  const stop = async (): Promise<void> => {
    if (isOpen) await app.close();
    isOpen = false;
  };

  const bySqlite = <R>(work: (db: Database.Database) => R): R => {
    const db = new Database(path, { timeout: 5000 });
    try {
      db.pragma('foreign_keys = off');
      return work(db);
    } finally {
      db.close();
    }
  };
  /** Another writer beside the service, for what no flow has to be asked for. */
  const beside = async <R>(work: (store: Awaited<ReturnType<typeof openStore>>['store']) => Promise<R>): Promise<R> => {
    const opened = await openStore({ judge: noJudge, path, clock, chance, rowKey: rowKeyOf(KEK) });
    return work(opened.store).finally(opened.close);
  };
  const call = async (method: 'GET' | 'POST', route: string, body?: object, more: Record<string, string> = {}) => {
    const answer = await fetch(`${app.url}/api/v1${route}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${session}`, ...more },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const signIn = async (): Promise<void> => {
    const answer = await call('POST', '/sessions', { login: 'M-OLGA', password: PASSWORD });
    session = String(answer.body['token']);
  };
  const callers = await beside(async ({ reads }) => {
    const house = { flow: app.flow, identity: app.identity, reads } as unknown as House;
    const founders = await found(house);
    return {
      ...founders,
      ...(await welcome(house, founders, 'alice', 'bruno', 'eve', 'valerie', 'victor', 'thomas', 'aurore')),
    };
  });
  await signIn();

  /** A nomade credential, released: a certificate that is good. */
  const credentialOf = async (holder: Caller): Promise<string> => {
    const request = await app.flow.request.submit(holder, {
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 0,
    });
    const { contentHash } = request;
    await app.flow.approval.approve(callers.valerie, { requestId: request.id, contentHash, seenPriority: 0 });
    return (await app.flow.software.release(callers.thomas, { requestId: request.id })).certificateId;
  };
  // that of the start: it finds nothing
  while ((await call('GET', '/journal/comparisons')).body['last'] === null) await sleep(50);

  /** The officer's click, and its end. */
  const compare = async (): Promise<ComparisonStanding> => {
    let standing = (await call('POST', '/journal/comparisons', {})).body as unknown as ComparisonStanding;
    while (standing.runningSince !== null) {
      await sleep(50);
      standing = (await call('GET', '/journal/comparisons')).body as unknown as ComparisonStanding;
    }
    return standing;
  };
  const entries = (action: string): Entry[] =>
    bySqlite((db) =>
      db.prepare('select "line" from "journalEntry" where "action" = ? order by "seq"').pluck().all(action),
    ).map((line) => parseEntry(String(line)));
  const ocspOf = async (serialNumber: string): Promise<string> => {
    const authorities = createAuthorityFolder({
      dir: join(at('data'), 'keys'),
      vault: createVault({ kek: KEK, chance }),
    });
    const { certificate } = authorities.load().find(({ row }) => row.purpose === 'nomade')!;
    const body = Buffer.from(ocspQuestion(certificate, serialNumber));
    const headers = { 'content-type': 'application/ocsp-request' };
    const answer = await fetch(`${app.pkiUrl}/ocsp`, { method: 'POST', headers, body });
    const { responseBytes } = AsnConvert.parse(await answer.arrayBuffer(), OCSPResponse);
    const { responses } = AsnConvert.parse(responseBytes!.response, BasicOCSPResponse).tbsResponseData;
    const { certStatus } = responses[0]!;
    return certStatus.good === null ? 'good' : certStatus.revoked ? 'revoked' : 'unknown';
  };
  return {
    env,
    folder,
    path,
    logged,
    callers,
    bySqlite,
    beside,
    call,
    signIn,
    credentialOf,
    compare,
    entries,
    ocspOf,
    app: () => app,
    rowOf: (table: string, id: string): Kept =>
      bySqlite((db) => db.prepare(`select * from "${table}" where "id" = ?`).get(id) as Kept),
    /** Puts a row in, in the place of the one that has its key. */
    putBack: (table: string, row: Kept): void => {
      const columns = Object.keys(row);
      const values = columns.map((column) => `@${column}`);
      bySqlite((db) =>
        db.prepare(`insert or replace into "${table}" ("${columns.join('", "')}") values (${values})`).run(row),
      );
    },
    ready: async (): Promise<{ ready: boolean; waiting: string[] }> => {
      const answer = await (await fetch(`${app.url}/readyz`)).json();
      const { ready, waiting } = answer as { ready: boolean; waiting: string[] };
      return { ready, waiting };
    },
    /** What the SIEM took of an act, once there is this much of it. */
    siemTook: async (action: string, count: number): Promise<Received[]> => {
      const took = (): Received[] => siem.entries().filter(({ message }) => message.includes(`"${action}"`));
      while (took().length < count) await sleep(100);
      return took();
    },
    stop,
    start: async (): Promise<void> => {
      app = await openApp({ config: readConfig(env), log });
      isOpen = true;
      await signIn();
    },
    close: async (): Promise<void> => {
      await stop();
      await siem.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type Served = Awaited<ReturnType<typeof openServed>>;

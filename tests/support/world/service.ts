import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { createApi } from '../../../src/api/api.ts';
import type { Door } from '../../../src/app/door.ts';
import { journalDoor } from '../../../src/app/journal-door.ts';
import { machinePapers } from '../../../src/app/machine-papers.ts';
import { reportFiles } from '../../../src/app/report-files.ts';
import { recordStart } from '../../../src/flow/nodes/start-and-stop.ts';
import { policyText } from '../../../src/flow/reading/journal/policy-text.ts';
import { createIdentity } from '../../../src/identity/accounts.ts';
import { createSecretHasher } from '../../../src/identity/passwords/hasher.ts';
import { createPasswordPolicy } from '../../../src/identity/passwords/password.ts';
import { createKeeper } from '../../../src/journal/keeper.ts';
import { openJournalKey } from '../../../src/journal/key.ts';
import type { Log } from '../../../src/log.ts';
import type { DailyReportDeps } from '../../../src/reports/days.ts';
import type { Judge } from '../../../src/store/store.ts';
import { createVault } from '../../../src/vault/vault.ts';
import { HOUSE } from '../../post/papers.ts';
import { START } from '../clock.ts';
import { FROM, loginOf, PASSWORD } from './come-in.ts';
import { comparing } from './comparing.ts';
import { healthOf } from './health.ts';
import { keptBeside } from './kept-beside.ts';
import { readingHere, reportsHere } from './reading-here.ts';
import { createWorld, type World } from './world.ts';

export type Name = {
  [K in keyof World]: World[K] extends { personId: string } ? K : never;
}[keyof World];

/** The world behind a REST door: people sign in for real, with a hash that costs nothing. */
export async function createService({
  demo = false,
  plainTokens = true,
  start = START,
  judge,
  readings = (own) => own,
  hold = (read) => read,
}: {
  demo?: boolean;
  plainTokens?: boolean;
  start?: number;
  judge?: Judge;
  /** How exports and verifications are made, of how they are made here. */
  readings?: (own: ReturnType<typeof readingHere>) => ReturnType<typeof readingHere>;
  /** How a day is read for its report, of how it is read here. */
  hold?: (read: DailyReportDeps['read']) => DailyReportDeps['read'];
} = {}) {
  const world = await createWorld({ start, ...(judge ? { judge } : {}) });
  const { opened, own: ours, flow, clock, store } = world;
  const keys = mkdtempSync(join(tmpdir(), 'jeton-service-'));
  const vault = createVault({ kek: new Uint8Array(32).fill(7), chance: opened.chance });
  const key = openJournalKey(join(keys, 'journal.json'), { vault, chance: opened.chance });
  const keeper = createKeeper({ records: { ...opened.journal, ...keptBeside() }, key, clock });
  const policy = policyText({ origin: keeper.origin, profiles: [] });
  await recordStart(ours, { version: 'service', evaluation: true, profiles: [], policy });
  const identity = createIdentity({
    store,
    records: opened.identity,
    clock,
    chance: opened.chance,
    hasher: createSecretHasher({ memoryCost: 8, timeCost: 1, parallelism: 1 }),
    policy: createPasswordPolicy({ common: new Set() }),
    demo,
    plainTokens,
    ownIssuers: () => Object.values(world.ca.clientTrust()).flat(),
    sleep: async () => {},
  });

  const comparisons = comparing(opened, { flow, clock });
  const journal = journalDoor({ flow, keeper, comparisons, readings: readings(readingHere(opened)), policy });
  const door: Door = {
    flow,
    identity,
    clock,
    papers: machinePapers({ flow, checkpoint: keeper.checkpoint, house: HOUSE, now: clock.now }),
    reports: { ...reportsHere(opened, { keeper, clock, flow, hold }), ...reportFiles(HOUSE, clock.now) },
    journal: journal.door,
    health: healthOf(),
    site: {
      evaluation: true,
      demo,
      version: '0.0.0-test',
      pkiUrl: 'http://127.0.0.1:8081',
      url: () => url,
      machinesUrl: () => null,
    },
  };

  const faults: { message: string; error: unknown }[] = [];
  const log: Log = {
    info: () => {},
    warn: () => {},
    error: (message, error) => void faults.push({ message, error }),
  };
  const app = express();
  app.use('/api', createApi(door, { idempotency: opened.idempotency, log }));
  const server = http.createServer(app);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  /** A fresh session of somebody. */
  const sessionOf = async (name: Name): Promise<string> =>
    (await identity.signIn({ login: loginOf(name), password: PASSWORD }, FROM)).token;

  return {
    world,
    door,
    comparisons,
    url,
    vkey: keeper.vkey,
    faults,
    sessionOf,
    /** The journal's newest entry. */
    newest: async () => (await opened.lists.entries({}, { limit: 1 })).items[0]!,
    close: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await comparisons.close();
      await journal.close();
      rmSync(keys, { recursive: true, force: true });
      await world.close();
    },
  };
}
export type Service = Awaited<ReturnType<typeof createService>>;

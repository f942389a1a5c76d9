import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import type { Door } from '../../src/app/door.ts';
import { journalDoor } from '../../src/app/journal-door.ts';
import { machinePapers } from '../../src/app/machine-papers.ts';
import { reportFiles } from '../../src/app/report-files.ts';
import { createSoftwareCredentials } from '../../src/ca/pkcs12/pkcs12.ts';
import { createConsole } from '../../src/console/console.ts';
import type { TokenBench } from '../../src/flow/ports/bench.ts';
import type { SoftwareCredentialMaker } from '../../src/flow/ports/certificates.ts';
import type { Directory } from '../../src/flow/ports/directory.ts';
import type { Lists } from '../../src/flow/reading/lists.ts';
import { createIdentity } from '../../src/identity/accounts.ts';
import { createSecretHasher, type Hasher } from '../../src/identity/passwords/hasher.ts';
import { createPasswordPolicy } from '../../src/identity/passwords/password.ts';
import type { PasskeyNeed } from '../../src/identity/passwords/strength.ts';
import type { ProviderSetting } from '../../src/identity/provider/oidc.ts';
import { createKeeper } from '../../src/journal/keeper.ts';
import { openJournalKey } from '../../src/journal/key.ts';
import { CSP_REPORTS, createCspReports } from '../../src/listen/csp-reports.ts';
import type { Log } from '../../src/log.ts';
import type { DailyReportDeps } from '../../src/reports/days.ts';
import type { ForecastResult, ForecastTask } from '../../src/reports/forecast.ts';
import type { Judge } from '../../src/store/store.ts';
import { createVault } from '../../src/vault/vault.ts';
import { HOUSE } from '../post/papers.ts';
import { START } from '../support/clock.ts';
import { comparing } from '../support/world/comparing.ts';
import type { Blank } from '../support/world/founding.ts';
import { healthOf } from '../support/world/health.ts';
import { keptBeside } from '../support/world/kept-beside.ts';
import { CAST } from '../support/world/people.ts';
import { readingHere, reportsHere } from '../support/world/reading-here.ts';
import { createWorld } from '../support/world/world.ts';

export type Name = keyof typeof CAST | 'adele' | 'olga';
/** Argon2id at its cheapest: what is shown here is not its strength. */
const CHEAP = { memoryCost: 8, timeCost: 1, parallelism: 1 };

/** Real keys in a container of paper: pages do not look inside. */
const paperCredentials = (): SoftwareCredentialMaker => ({
  generate: createSoftwareCredentials().generate,
  pack: async () => Buffer.from('a PKCS#12 file'),
});

/**
 * The console over the small ministry of tests/support/world/world.ts: real flow, store, CA, accounts and journal, a twin for the
 * bench, on a port of its own. Everybody of the cast came in, by a link and with this password.
 */
export async function openHall({
  secureCookies = true,
  demo = false,
  passkeyNeed = 'nobody',
  provider,
  directory,
  mails = false,
  tokenProfiles,
  start = START,
  judge,
  hasher,
  readings = (own) => own,
  hold = (read) => read,
  forecast,
  entries,
  bench,
  blanks,
  machinesUrl = 'https://jeton.example:8443',
}: {
  secureCookies?: boolean;
  demo?: boolean;
  passkeyNeed?: PasskeyNeed;
  provider?: ProviderSetting;
  directory?: Directory;
  mails?: boolean;
  tokenProfiles?: readonly string[];
  start?: number;
  judge?: Judge;
  /** Left out: one that costs nothing for passwords, and none for revocation codes. */
  hasher?: Hasher;
  /** How exports and verifications are made, of how they are made here. */
  readings?: (own: ReturnType<typeof readingHere>) => ReturnType<typeof readingHere>;
  /** How a day is read for its report, of how it is read here. */
  hold?: (read: DailyReportDeps['read']) => DailyReportDeps['read'];
  /** How a forecast is made; left out: here. */
  forecast?: (task: ForecastTask) => Promise<ForecastResult>;
  /** How entries of the journal are looked for, of how that is done here. */
  entries?: (own: Lists['entries']) => Lists['entries'];
  /** Left out: a twin, with blanks of its own. */
  bench?: TokenBench;
  blanks?: readonly Blank[];
  /** The port that asks for a certificate; null where there is none. */
  machinesUrl?: string | null;
} = {}) {
  let origin = '';
  const world = await createWorld({
    software: paperCredentials(),
    mails,
    start,
    ...(directory ? { directory } : {}),
    ...(judge ? { judge } : {}),
    ...(bench ? { bench } : {}),
    ...(blanks ? { blanks } : {}),
    ...(hasher ? { hasher: hasher.known, codes: hasher.codes } : {}),
    ...(tokenProfiles ? { tokenProfiles } : {}),
    ...(entries ? { entries } : {}),
  });
  const { opened, flow, store } = world;
  const { clock, chance } = opened;
  const identity = createIdentity({
    store,
    records: opened.identity,
    clock,
    chance,
    node: world.own.node,
    hasher: hasher ?? createSecretHasher(CHEAP),
    policy: createPasswordPolicy({ common: new Set(['correct horse battery staple']) }),
    provider: provider && { setting: provider, consoleUrl: () => origin },
    passkeys: { need: passkeyNeed, site: () => ({ origin, rpId: 'localhost' }) },
    plainTokens: demo,
    sleep: async () => {},
  });
  const folder = mkdtempSync(join(tmpdir(), 'jeton-hall-'));
  const vault = createVault({ kek: new Uint8Array(32).fill(9), chance });
  const keeper = createKeeper({
    records: { ...opened.journal, ...keptBeside() },
    key: openJournalKey(join(folder, 'journal.json'), { vault, chance }),
    clock,
  });
  const comparisons = comparing(opened, { flow, clock });
  const journal = journalDoor({ flow, keeper, comparisons, readings: readings(readingHere(opened)), policy: '{}' });
  const door: Door = {
    flow,
    identity,
    clock,
    papers: machinePapers({ flow, checkpoint: keeper.checkpoint, house: HOUSE, now: clock.now }),
    reports: { ...reportsHere(opened, { keeper, clock, flow, hold, forecast }), ...reportFiles(HOUSE, clock.now) },
    journal: journal.door,
    health: healthOf(),
    site: {
      evaluation: true,
      demo,
      version: 'test',
      url: () => origin,
      machinesUrl: () => machinesUrl,
      pkiUrl: 'http://127.0.0.1:8081',
      ...(provider ? { provider: provider.name } : {}),
    },
  };

  const logged: string[] = [];
  const note = (level: string) => (message: string, error?: unknown) => {
    logged.push(`${level} ${message} ${error instanceof Error ? error.stack : ''}`);
  };
  const log: Log = { info: note('info'), warn: note('warn'), error: note('error') };
  const app = express();
  let console = createConsole(door, { secureCookies, log });
  const reports = createCspReports({ now: clock.now, log });
  app.post(CSP_REPORTS, reports.door);
  let isAway = false;
  app.use((req, res, next) => (isAway ? res.destroy() : console.pages(req, res, next)));
  const server = await new Promise<Server>((listening) => {
    const opening = app.listen(0, '127.0.0.1', () => listening(opening));
  });
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  origin = url;

  const loginOf = (name: string): string => CAST[name]?.directoryId ?? `M-${name.toUpperCase()}`;

  return {
    ...world,
    door,
    comparisons,
    identity,
    app,
    url,
    logged,
    /** What browsers told of broken policies. */
    reports: reports.standing,
    loginOf,
    /** The service goes down and comes back: nothing is left but what is stored. */
    restart: async (): Promise<void> => {
      console.close();
      console = createConsole({ ...door, flow: await world.restarted() }, { secureCookies, log });
    },
    /** Nothing is answered any more, and what was open is cut; `back`: as before. */
    away: (): void => {
      isAway = true;
      server.closeAllConnections();
    },
    back: (): void => {
      isAway = false;
    },
    close: async (): Promise<void> => {
      console.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await comparisons.close();
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type Hall = Awaited<ReturnType<typeof openHall>>;

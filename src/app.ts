import { hash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApi } from './api/api.ts';
import { createBench } from './bench/bench.ts';
import { createCa } from './ca/ca.ts';
import { verifyChallenge } from './ca/challenge.ts';
import { createSoftwareCredentials } from './ca/pkcs12.ts';
import { createStatusServer } from './ca/status-server.ts';
import { chance, clock } from './chance.ts';
import { type Config, isLoopback } from './config.ts';
import { createCertificateDoor } from './console/certificate-door.tsx';
import { createConsole } from './console/console.ts';
import { createDirectory } from './directory/directory.ts';
import type { Door } from './door.ts';
import { AppError } from './errors.ts';
import type { Deps } from './flow/act.ts';
import { createFlow, type Flow } from './flow/index.ts';
import { policyText } from './flow/policy.ts';
import { createAccessTrace } from './identity/access-trace.ts';
import { createIdentity } from './identity/accounts.ts';
import { createSecretHasher } from './identity/hasher.ts';
import type { Identity } from './identity/identity.ts';
import { passkeySite } from './identity/passkey-site.ts';
import { readSecretFile } from './identity/secret-file.ts';
import { createKeeper, type Keeper } from './journal/keeper.ts';
import { openJournalKey } from './journal/key.ts';
import type { Log } from './log.ts';
import { createPostman, isMailLate } from './mail/postman.ts';
import { createSender } from './mail/sender.ts';
import { createMetrics } from './metrics.ts';
import { listenMtls } from './mtls.ts';
import { openQueue } from './post/open-queue.ts';
import { createPrinter } from './post/printer.ts';
import { toCsv } from './reports/csv.ts';
import { createDailyReports } from './reports/days.ts';
import { flowRounds, startRounds } from './rounds.ts';
import { createAuthorityRecords } from './store/authorities.ts';
import { lockDataFolder } from './store/lock.ts';
import { type OpenStore, openStore } from './store/store.ts';
import { loadKek } from './vault/kek.ts';
import { createVault } from './vault/vault.ts';
import { VERSION } from './version.ts';
import { createWeb, listen } from './web.ts';

const ZONE = 'Europe/Paris';
const PROFILES = fileURLToPath(new URL('../certs/profiles', import.meta.url));

export interface AppOptions {
  config: Config;
  log: Log;
  /** Asks for the vault's passphrase where there is a terminal. */
  prompt?: ((question: string) => Promise<string>) | undefined;
  /** A throw-away data folder. */
  demo?: boolean;
}
export interface App {
  url: string;
  pkiUrl: string;
  vkey: string;
  flow: Flow;
  identity: Identity;
  /** A certificate's DER by its serial number. */
  certificate(id: string): Promise<Uint8Array>;
  /** Stops listening, lets what runs end, and gives the data folder back. */
  close(): Promise<void>;
}

/** Closes what was opened, last first, whatever fails on the way. */
function createClosers() {
  const closers: (() => unknown)[] = [];
  return {
    add: (close: () => unknown): void => void closers.unshift(close),
    close: async (): Promise<void> => {
      for (const close of closers.splice(0)) await close();
    },
  };
}

const SYSTEM = { actor: 'system', role: 'system', outcome: 'done' } as const;

/** The journal for the doors: exports, verification on the spot, the newest checkpoint. */
function journalDoor(flow: Flow, keeper: Keeper, policy: string): Door['journal'] {
  return {
    exportZip: async (caller, { from, to, openings }) => {
      const wish = { openings, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
      const recordedAt = await flow.audit.recordExport(caller, wish, hash('sha256', policy));
      const range = from === undefined && to === undefined ? undefined : { from: from ?? 0, to: to ?? recordedAt + 1 };
      const name = `journal-${keeper.origin.replace('/', '-')}-${recordedAt + 1}`;
      const { size, root, stream } = await keeper.exportZip(name, { recordedAt, policy, openings, range });
      return { name: `${name}.zip`, size, root, stream };
    },
    verifyNow: async (caller) => {
      await flow.audit.mayVerify(caller);
      const result = await keeper.verifyNow();
      await flow.audit.recordVerification(caller, { size: result.size, root: result.root, signed: result.signed });
      return result;
    },
    checkpoint: async () => ({ note: (await keeper.checkpoint()).note, vkey: keeper.vkey }),
  };
}

/** The mail relay as configured, over what waits in the outbox; undefined for none. `url` is the console's address. */
function openPostman(
  config: Config,
  opened: Pick<OpenStore, 'outbox' | 'store'>,
  { url, warn }: { url(): string; warn: Deps['warn'] },
) {
  if (!config.mail) return undefined;
  const { from, passwordFile, ...relay } = config.mail;
  const password = passwordFile === undefined ? undefined : readSecretFile(passwordFile);
  return createPostman({
    ...{ outbox: opened.outbox, reads: opened.store.reads, clock, warn },
    sender: createSender({ ...relay, from, password, ca: config.authorities }),
    house: { dutyPhone: config.print.dutyPhone, timeZone: ZONE },
    site: { url, domain: from.slice(from.lastIndexOf('@') + 1) },
  });
}

/** The ministry's directory as configured; undefined for none. */
function openDirectory({ directory, authorities }: Config) {
  if (!directory) return undefined;
  const { bind, base, map, ...server } = directory;
  const signIn = bind && { dn: bind.dn, password: readSecretFile(bind.passwordFile) };
  return createDirectory({ base, map, clock, server: { ...server, bind: signIn, ca: authorities } });
}

/**
 * Puts the house together and opens it: 1. data folder and key-encryption key, 2. records, 3. keys and CA, 4. bench and
 * printers, 5. the flow, whose interrupted work is finished or undone before anybody is let in, 6. the doors.
 */
export async function openApp({ config, log, prompt, demo = false }: AppOptions): Promise<App> {
  const closers = createClosers();
  try {
    return await open({ config, log, prompt, demo }, closers);
  } catch (error) {
    await closers.close();
    throw error;
  }
}

async function open(
  { config, log, prompt, demo }: AppOptions & { demo: boolean },
  closers: ReturnType<typeof createClosers>,
): Promise<App> {
  const lock = lockDataFolder(config.dataDir);
  closers.add(lock.release);
  const kek = await loadKek({ dataDir: config.dataDir, file: config.kekFile, prompt });
  const vault = createVault({ kek, chance });

  const opened = await openStore({
    ...{ path: join(config.dataDir, 'jeton.db'), clock, chance, mails: config.mail !== undefined },
  });
  closers.add(opened.close);
  const { store } = opened;
  const key = openJournalKey(join(config.dataDir, 'keys', 'journal.json'), { vault, chance });
  const keeper = createKeeper({ records: opened.journal, key, clock });

  const statusServer = createStatusServer({ clock });
  const bound = await statusServer.listen(config.pki.port, config.pki.host);
  closers.add(statusServer.close);
  const pkiUrl = config.pki.url ?? `http://${bound.host}:${bound.port}`;
  const metrics = createMetrics(() => opened.counts.byState('request'), opened.outbox.standing);
  const warn = (message: string, error: unknown): void => {
    metrics.fault();
    log.error(message, error);
  };
  const ca = await createCa({
    dir: join(config.dataDir, 'keys'),
    vault,
    clock,
    chance,
    records: { ...opened.status, version: opened.groups },
    authorityRecords: createAuthorityRecords(store.transact),
    pkiUrl,
    profilesDir: PROFILES,
    crlDir: config.pki.crlDir,
    ...config.certificates,
    warn,
  });
  if (!ca.exists()) await ca.createEvaluation();
  // what could not be made fresh is tried again every minute, and readiness says so: revocations must go on meanwhile
  await ca.ensureFresh().catch((error: unknown) => warn('CRLs or OCSP signer could not be made fresh', error));
  statusServer.serve(ca);
  const evaluation = ca.authorities().every((a) => a.evaluation === 1);
  if (!evaluation && config.pki.url === undefined) {
    throw new AppError('config_invalid', 'a real CA needs JETON_PKI_URL: it is written into certificates for ever');
  }

  const bench = createBench({ slots: config.bench, log, training: ca.exists() && evaluation });
  closers.add(bench.close);
  const house = { sender: [config.certificates.organisation], dutyPhone: config.print.dutyPhone, timeZone: ZONE };
  const queues = { label: openQueue(config.print.labels), letter: openQueue(config.print.letters) };
  const hasher = createSecretHasher();
  const flow = createFlow({
    store,
    lists: opened.lists,
    clock,
    chance,
    vault,
    ca: ca.authority,
    status: ca.publisher,
    bench,
    software: createSoftwareCredentials({ chain: () => [ca.issuingCertificate()] }),
    printer: createPrinter({ queues, house, clock }),
    hasher,
    verifyChallenge,
    directory: openDirectory(config),
    warn,
  });
  let consoleUrl = config.web.url; // else known once it listens
  const postman = openPostman(config, opened, { url: () => consoleUrl ?? '', warn });
  const passkeys = {
    required: (config.passkeys ?? (demo || evaluation ? 'optional' : 'required')) === 'required',
    site: () => (consoleUrl === undefined ? undefined : passkeySite(consoleUrl)),
  };
  const provider = config.oidc && {
    setting: { ...config.oidc, clientSecret: readSecretFile(config.oidc.secretFile) },
    consoleUrl: () => consoleUrl ?? '',
  };
  const waysIn = { passkeys, provider };
  const identity = createIdentity({ store, records: opened.identity, clock, chance, hasher, demo, ...waysIn });

  const policy = policyText({ origin: keeper.origin, profiles: ca.profiles });
  await store.transact((unit) =>
    unit.record({
      ...SYSTEM,
      action: 'service.start',
      subject: 'service',
      detail: { version: VERSION, evaluation, profiles: ca.profiles, policySha256: hash('sha256', policy) },
    }),
  );
  await flow.dualControl.resume();
  const resumed = await flow.production.resume();
  if (resumed.length > 0) log.warn('interrupted production taken up again', { jobs: resumed.length });

  const reports = createDailyReports({
    linesBetween: opened.journal.linesBetween,
    dayEnds: opened.dayEnds,
    checkpoint: keeper.checkpoint,
    clock,
    timeZone: ZONE,
  });
  const trace = createAccessTrace({ store, records: opened.identity, clock });
  await trace.sealDays();

  const door: Door = {
    flow,
    identity,
    clock,
    reports: { daily: reports.daily, csv: toCsv },
    journal: journalDoor(flow, keeper, policy),
    site: { evaluation, demo, version: VERSION, pkiUrl, ...(config.oidc ? { provider: config.oidc.name } : {}) },
  };
  const secureCookies = config.web.tls !== undefined || isLoopback(config.web.host);
  const app = createWeb({
    api: createApi(door, { idempotency: opened.idempotency, log }),
    console: createConsole(door, { secureCookies, log }),
    metrics,
    readiness: async () => {
      const waiting = ca
        .freshness()
        .filter((f) => f.alarm)
        .map((f) => f.what);
      // mails that wait are somebody's to look at, and no reason to take no work
      const late = postman && isMailLate(await opened.outbox.standing(), clock.now()) ? ['mail'] : [];
      return { ready: waiting.length === 0, waiting: [...waiting, ...late] };
    },
    ...(config.securityContact
      ? { security: { contact: config.securityContact, origin: () => consoleUrl ?? '' } }
      : {}),
    log,
  });
  const { server, url: listening } = await listen(app, config.web);
  const url = config.web.url ?? listening;
  consoleUrl = url;
  closers.add(
    () =>
      new Promise((done) => {
        server.close(done);
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2000).unref();
      }),
  );
  if (config.mtls) {
    const certificateDoor = createCertificateDoor(door, { consoleUrl: () => url, log });
    const authorities = [ca.issuingCertificate(), ca.rootCertificate()];
    closers.add((await listenMtls(certificateDoor, { ...config.mtls, authorities })).close);
  }
  if (passkeys.required && passkeys.site() === undefined) {
    throw new AppError('config_invalid', 'passkeys are required, and bound to a name: set JETON_URL to https://NAME');
  }
  const stopRounds = startRounds(
    [
      ...flowRounds(flow),
      { name: 'status', everyMs: 60_000, run: ca.ensureFresh },
      { name: 'checkpoint', everyMs: 60_000, run: keeper.checkpoint },
      { name: 'refusals', everyMs: 60_000, run: trace.countRefusals },
      { name: 'access log', everyMs: 3_600_000, run: trace.sealDays },
      { name: 'directory', everyMs: 4 * 3_600_000, run: flow.directory.readAgain },
      ...(postman
        ? [
            { name: 'reminders', everyMs: 600_000, run: flow.reminders.send },
            { name: 'mail', everyMs: 5_000, run: postman.deliver },
          ]
        : []),
      { name: 'day ends', everyMs: 3_600_000, run: reports.keepDayEnd },
    ],
    log,
  );
  closers.add(stopRounds);
  if (postman) closers.add(postman.close); // first, so that no round waits for a relay
  return {
    url,
    pkiUrl,
    vkey: keeper.vkey,
    flow,
    identity,
    certificate: async (id) => {
      const der = await store.certificate(id);
      if (!der) throw new AppError('not_found', 'no such certificate');
      return der;
    },
    close: async () => {
      await store.transact((unit) => unit.record({ ...SYSTEM, action: 'service.stop', subject: 'service' }));
      await keeper.checkpoint();
      await closers.close();
    },
  };
}

import { openAuthority } from './app/authority.ts';
import { createClockWatch } from './app/clock-watch.ts';
import { type Closers, createClosers } from './app/closers.ts';
import { openDayPost } from './app/day-post.ts';
import { openDoors } from './app/doors.ts';
import { configurationOf, houseOf, openFlow, resumeInterrupted } from './app/flow.ts';
import { createFollowing } from './app/following.ts';
import { createHealth } from './app/health/health.ts';
import { journalDoor } from './app/journal-door.ts';
import { machinePapers } from './app/machine-papers.ts';
import { openPostman } from './app/mail-and-directory.ts';
import { openNodes } from './app/nodes.ts';
import { openComparisons } from './app/open-comparisons.ts';
import { placeOf } from './app/place.ts';
import { createReadiness } from './app/readiness.ts';
import { openReadings } from './app/readings/readings.ts';
import { openKeeper, openRecords } from './app/records.ts';
import { reportFiles } from './app/report-files.ts';
import { roundsOf } from './app/rounds.ts';
import { startRounds } from './app/scheduler.ts';
import { openServerTls } from './app/server-tls.ts';
import { openSiem } from './app/siem.ts';
import { openSignIn } from './app/sign-in.ts';
import { endingAtSignOut } from './app/sign-out-ends.ts';
import { ZONE } from './book/rules/calendar/working-days.ts';
import { steadyClock as clock } from './chance.ts';
import type { Config } from './config.ts';
import { AppError } from './errors.ts';
import type { Deps } from './flow/act.ts';
import type { Flow } from './flow/index.ts';
import { recordStart, recordStop } from './flow/nodes/start-and-stop.ts';
import { createThisNode } from './flow/nodes/this-node.ts';
import type { Paper } from './flow/ports/paper.ts';
import { policyText } from './flow/reading/journal/policy-text.ts';
import { noteConfiguration } from './flow/two-persons/confirm-configuration.ts';
import { createAccessTrace } from './identity/access-trace.ts';
import type { Identity } from './identity/identity.ts';
import { exportsIn } from './journal/export-folders.ts';
import { createCspReports } from './listen/csp-reports.ts';
import { createMetrics } from './listen/metrics.ts';
import type { Log } from './log.ts';
import { isTooLarge } from './reports/day-reading.ts';
import { createDailyReports } from './reports/days.ts';
import type { ForecastResult, Tried } from './reports/forecast.ts';
import { createPeriodReports } from './reports/period-reports.ts';
import { VERSION } from './version.ts';
import { within } from './within.ts';

export interface AppOptions {
  config: Config;
  log: Log;
  /** Asks for the vault's passphrase where there is a terminal. */
  prompt?: ((question: string) => Promise<string>) | undefined;
  /** A throw-away data folder. */
  demo?: boolean;
  /** Told of each paper once it is printed: the demo's holders open their letters. */
  printed?: ((paper: Paper) => void) | undefined;
}
export interface App {
  url: string;
  pkiUrl: string;
  vkey: string;
  flow: Flow;
  identity: Identity;
  /** A certificate's DER by its serial number. */
  certificate(id: string): Promise<Uint8Array>;
  /** Resolves once other nodes took this one for gone: close it, and open it anew. */
  lost: Promise<void>;
  /** Stops listening, lets what runs end, and gives the data folder back. */
  close(): Promise<void>;
}

/**
 * Puts the house together and opens it: 1. data folder and key-encryption key, 2. records, 3. keys and CA, 4. bench and
 * printers, 5. the flow, whose interrupted work is finished or undone before anybody is let in, 6. the doors.
 */
export async function openApp(options: AppOptions): Promise<App> {
  const closers = createClosers();
  try {
    return await open(options, closers);
  } catch (error) {
    await closers.close();
    throw error;
  }
}

/** A token takes seconds; a device that does not answer keeps no service from its stop. */
const REST_MS = 60_000;

async function open({ config, log, prompt, demo = false, printed }: AppOptions, closers: Closers): Promise<App> {
  const records = await openRecords({ config, prompt, closers, log });
  const { opened, diskSpace } = records;
  const metrics = createMetrics(
    () => opened.counts.byState('request'),
    opened.outbox.standing,
    clock.now,
    opened.settings.findings,
    () => readiness(),
  );
  const cspReports = createCspReports({ now: clock.now, log });
  const warn: Deps['warn'] = (message, error) => {
    metrics.fault();
    log.error(message, error);
  };
  const authority = await openAuthority(config, records, { closers, warn });
  const { ca, evaluation, pkiUrl } = authority;
  const keeper = openKeeper(config, records);
  const stands = async () => (await Promise.all([opened.lists.size(), opened.dayEnds.lastAt(clock.now())])).join(' ');
  const readings = openReadings({
    place: placeOf(config),
    exports: exportsIn(config.dataDir),
    stands,
  });
  closers.add(readings.close);
  const node = createThisNode(config.node);
  const around = { log, closers, warn, printed, node, search: readings.search };
  const { flow, hasher, printer, bench } = openFlow(config, records, authority, around);

  const comparisons = openComparisons(config, records, { flow, keeper, log });
  closers.add(comparisons.close);

  const reports = createDailyReports({
    read: readings.report,
    firstAt: opened.journal.firstAt,
    keptUpTo: opened.dayEnds.lastAt,
    entriesBefore: opened.journal.entriesBefore,
    keepDayEnd: (end, instead) => {
      if (isTooLarge(end))
        log.warn('too much is open to keep the end of a day: reports read the journal from its beginning');
      return opened.dayEnds.keep(end, instead);
    },
    keptReports: opened.dayEnds.reports,
    checkpoint: keeper.checkpoint,
    covering: keeper.covering,
    clock,
    timeZone: ZONE,
  });
  const periods = createPeriodReports({
    sum: readings.sums,
    days: reports,
    firstAt: opened.journal.firstAt,
    clock,
    timeZone: ZONE,
  });
  const forecast = async (tried: Tried | null, gone?: AbortSignal): Promise<ForecastResult> =>
    readings.forecast({ now: clock.now(), timeZone: ZONE, tried, ...(await flow.roster.decided()) }, gone);
  const dayPost = openDayPost(config, { ...records, keeper }, { reports, printer });

  let consoleUrl = config.web.url; // else known once it listens
  let machinesUrl: string | null = null;
  const postman = openPostman(config, opened, {
    url: () => consoleUrl ?? '',
    warn,
    tellDay: dayPost.told,
    codeFor: flow.pickupCodes.issueForMail,
  });
  const ownIssuers = () => Object.values(ca.clientTrust()).flat();
  const signIn = await openSignIn(config, records, {
    node,
    hasher,
    evaluation,
    demo,
    ownIssuers,
    consoleUrl: () => consoleUrl,
  });
  const policy = policyText({ origin: keeper.origin, profiles: ca.profiles.map(({ name, hash }) => ({ name, hash })) });
  const own = { store: opened.store, clock, node };
  await recordStart(own, { version: VERSION, evaluation, profiles: ca.profiles, policy });
  if (await noteConfiguration({ store: opened.store, configuration: configurationOf(config) })) {
    log.warn('the configuration was changed and issues nothing until two persons confirm it');
  }
  await resumeInterrupted(flow, log);

  const trace = createAccessTrace({ store: opened.store, records: opened.identity, clock });
  if (opened.presence.leads()) await trace.sealDays();

  const journal = journalDoor({ flow, keeper, comparisons, readings, policy });
  closers.add(journal.close);
  const identity = endingAtSignOut(signIn.identity, journal.left);
  const tls = await openServerTls(config, authority, flow, clock);
  const siem = openSiem(config, records, keeper);
  const following = createFollowing(config, { opened, known: records.known, keeper, clock });
  const vital = {
    authority,
    records,
    flow,
    tls,
    siem,
    comparisons,
    following,
    mails: postman !== undefined,
    directory: config.directory !== undefined,
  };
  const readiness = createReadiness(vital);
  const door = {
    flow,
    identity,
    clock,
    papers: machinePapers({ flow, checkpoint: keeper.checkpoint, house: houseOf(config), now: clock.now }),
    reports: {
      daily: reports.daily,
      recent: reports.recent,
      counting: reports.counting,
      ...periods,
      ...reportFiles(houseOf(config)),
      forecast,
    },
    journal: journal.door,
    health: createHealth({ ...vital, config, bench, printer, reports: cspReports }),
    site: {
      evaluation,
      demo,
      version: VERSION,
      pkiUrl,
      url: () => consoleUrl ?? '',
      machinesUrl: () => machinesUrl,
      ...(config.oidc ? { provider: config.oidc.name } : {}),
    },
  };
  const {
    url,
    machinesUrl: forMachines,
    mtls,
    reload,
  } = await openDoors(config, records, authority, {
    door,
    metrics,
    reports: cspReports,
    tls,
    readiness,
    log,
    closers,
  });
  consoleUrl = url;
  machinesUrl = forMachines;
  signIn.checkName();
  const nodes = openNodes(config, records, { flow, readiness, url, pkiUrl, log });
  closers.add(
    startRounds(
      roundsOf({
        flow,
        authority,
        diskSpace,
        settings: opened.settings,
        following,
        nodes: nodes.rounds,
        presence: opened.presence,
        clockWatch: createClockWatch(clock, log),
        keeper,
        trace,
        reports,
        readings,
        timeZone: ZONE,
        periods,
        postman,
        outbox: opened.outbox,
        readiness,
        clock,
        dayPost,
        siem,
        comparisons,
        mtls,
        reload,
        tls,
      }),
      log,
      opened.presence.leads,
    ),
  );
  // first, so that no round waits for a relay, or for what reads all of the journal
  closers.add(readings.close);
  if (postman) closers.add(postman.close);
  if (siem) closers.add(siem.close);
  void comparisons.begin('start'); // nobody waits for it

  return {
    url,
    pkiUrl,
    vkey: keeper.vkey,
    flow,
    identity,
    lost: nodes.lost,
    certificate: async (id) => {
      const der = await opened.store.certificate(id);
      if (!der) throw new AppError('not_found', 'no such certificate');
      return der;
    },
    close: async () => {
      await comparisons.close(); // no entry comes after the stop
      try {
        // a token on the bench is made under this run, or not at all
        await within(REST_MS, flow.production.rest(), () =>
          log.warn('what is on the bench takes too long: it is undone'),
        );
        await recordStop(own);
        await keeper.checkpoint();
      } finally {
        await closers.close(); // a server that has gone away keeps nothing open here
      }
    },
  };
}

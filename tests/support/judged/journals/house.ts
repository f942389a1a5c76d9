import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crlDirsOf } from '../../../../src/app/folder/crl-dirs.ts';
import { readKeptCheckpoint } from '../../../../src/app/folder/last-checkpoint.ts';
import { recogniseRestore } from '../../../../src/app/folder/recognise-restore.ts';
import { placeOf } from '../../../../src/app/place.ts';
import { openKeeper } from '../../../../src/app/records.ts';
import { judge } from '../../../../src/book/judge/judge.ts';
import { createCa } from '../../../../src/ca/ca.ts';
import { verifyChallenge } from '../../../../src/ca/issue/challenge.ts';
import { createSoftwareCredentials } from '../../../../src/ca/pkcs12/pkcs12.ts';
import { steadyClock } from '../../../../src/chance.ts';
import { readConfig } from '../../../../src/config.ts';
import { createFlow } from '../../../../src/flow/index.ts';
import { recordStart, recordStop } from '../../../../src/flow/nodes/start-and-stop.ts';
import { createThisNode } from '../../../../src/flow/nodes/this-node.ts';
import type { Directory } from '../../../../src/flow/ports/directory.ts';
import type { Paper } from '../../../../src/flow/ports/paper.ts';
import type { SecretHasher } from '../../../../src/flow/ports/secret-hasher.ts';
import { policyText } from '../../../../src/flow/reading/journal/policy-text.ts';
import { revocationsMissing } from '../../../../src/flow/restore/restore.ts';
import { noteConfiguration } from '../../../../src/flow/two-persons/confirm-configuration.ts';
import { adoptProfiles, confirmedIn } from '../../../../src/flow/two-persons/confirm-profiles.ts';
import { adoptChecklists } from '../../../../src/flow/workstation/checklists.ts';
import { createAccessTrace } from '../../../../src/identity/access-trace.ts';
import { createIdentity } from '../../../../src/identity/accounts.ts';
import { createSecretHasher } from '../../../../src/identity/passwords/hasher.ts';
import { createPasswordPolicy } from '../../../../src/identity/passwords/password.ts';
import type { ProviderSetting } from '../../../../src/identity/provider/oidc.ts';
import { createPlaces } from '../../../../src/identity/sessions/bench-session.ts';
import { createAuthorityRecords } from '../../../../src/store/ca/authorities.ts';
import { type Comparison, compareTables } from '../../../../src/store/compare/compare.ts';
import { openReadOnly } from '../../../../src/store/place.ts';
import { openStore } from '../../../../src/store/store.ts';
import { loadKek } from '../../../../src/vault/kek.ts';
import { rowKeyOf } from '../../../../src/vault/row-key.ts';
import { createVault } from '../../../../src/vault/vault.ts';
import { VERSION } from '../../../../src/version.ts';
import { seededChance, settableClock } from '../../clock.ts';
import { MEMORY } from '../../runs/memory.mjs';
import { configurationSaying } from '../../world/configuration.ts';
import { createTwin } from '../../world/twin.ts';

/** Hashes nothing: what is shown with it is not how strong a hash is. */
const PLAIN: SecretHasher = {
  hash: async (secret) => `plain:${secret}`,
  verify: async (hash, secret) => hash === `plain:${secret}`,
};

/** Where the houses stand: in memory where the machine has such a place, for each of thousands of commits waits for a disk. */
const GROUND = existsSync(MEMORY) ? MEMORY : tmpdir();
export const CONSOLE = 'https://jeton.interieur.example';
/** Argon2id at its cheapest: what is shown here is not its strength. */
const CHEAP = { memoryCost: 8, timeCost: 1, parallelism: 1 };

export interface HouseOptions {
  /** Ids and pauses follow from it. */
  seed: string;
  directory?: Directory;
  provider?: ProviderSetting;
  /** Where its records are, on a server; left out: in a file of the data folder. */
  databaseUrl?: string | undefined;
}

/**
 * A service as app.ts puts it together – start, stop, restart, restore – over a real store and CA, with a clock that moves on
 * with every commit, seeded chance and a twin for the bench. What its journal says, the real program wrote.
 */
export async function openHouse({ seed, directory, provider, databaseUrl }: HouseOptions) {
  const folder = mkdtempSync(join(GROUND, 'jeton-journal-'));
  const [kekFile, profilesDir] = [join(folder, 'kek'), join(folder, 'profiles')];
  cpSync('certs/profiles', profilesDir, { recursive: true });
  writeFileSync(kekFile, Buffer.alloc(32, 7).toString('base64'), { mode: 0o600 });
  const env: Record<string, string> = {
    JETON_DATA: join(folder, 'data'),
    JETON_KEK_FILE: kekFile,
    JETON_PORT: '0',
    JETON_PKI_PORT: '0',
    JETON_PKI_URL: 'http://pki.interieur.example',
    JETON_POLICY_OID: '2.999.1.1',
    JETON_CRL_DIR: join(folder, 'published'),
    ...(databaseUrl === undefined ? {} : { JETON_DATABASE_URL: databaseUrl }),
  };
  const [clock, chance] = [settableClock(), seededChance(seed)];
  const twin = createTwin({});
  const printed: Paper[] = [];
  const configuration = configurationSaying();
  /** What happens just before the CA signs the next certificate. */
  const beforeSignature: (() => Promise<unknown>)[] = [];

  /** Between two commits goes some time: half a second to half a minute. */
  const pause = (): void => {
    const [a = 0, b = 0] = chance.bytes(2);
    clock.pass(500 + ((a * 256 + b) % 29_500));
  };

  /** Has what reads the machine's clock read ours. */
  const atOurTime = async <R>(work: () => Promise<R>): Promise<R> => {
    const real = Date.now;
    Date.now = () => clock.now();
    try {
      return await work();
    } finally {
      Date.now = real;
      steadyClock.follow(real()); // shared by whatever runs in this process after it
    }
  };

  const open = async (data: string) => {
    env['JETON_DATA'] = data;
    mkdirSync(data, { recursive: true });
    const config = readConfig(env);
    const kek = await loadKek({ dataDir: data, file: env['JETON_KEK_FILE'] });
    const vault = createVault({ kek, chance });
    const raw = await openStore({
      judge,
      ...placeOf(config),
      clock,
      chance,
      mails: true,
      rowKey: rowKeyOf(kek),
    });
    const transact: typeof raw.store.transact = (work) => raw.store.transact(work).finally(pause);
    const opened = { ...raw, store: { ...raw.store, transact } };
    const { store } = opened;

    const ca = await createCa({
      dir: join(data, 'keys'),
      vault,
      clock,
      chance,
      records: opened.status,
      authorityRecords: createAuthorityRecords(store.transact),
      pkiUrl: config.pki.url ?? '',
      profilesDir,
      tokenProfiles: ['agent-vpn', 'smart-card-logon'],
      isConfirmed: confirmedIn(store.reads),
      crlDirs: crlDirsOf(config),
      isWithheld: () => revocationsMissing(store.reads),
      wait: async (ms) => clock.pass(ms),
      warn: () => {},
      policyOid: '2.999.1.1',
      organisation: "Ministère de l'Intérieur",
      siren: '000000000',
    });
    await adoptProfiles(store, ca.profiles);
    await adoptChecklists({ store, chance, clock });
    if (!ca.exists()) await ca.createEvaluation();
    const { ahead, ...copied } = await ca.copies();
    const copies = { ...copied, ahead: ahead.length };
    await atOurTime(() =>
      recogniseRestore(config, { opened, vault, clock }, { copies, authorities: ca.authorities() }),
    );
    await ca.takeOver(ahead);
    await ca.ensureFresh();
    const keeper = openKeeper(config, { vault, opened });
    const node = createThisNode(config.node);
    const deps: Parameters<typeof createFlow>[0] = {
      node,
      store,
      lists: opened.lists,
      clock,
      chance,
      claims: opened.presence,
      sight: opened.presence,
      vault,
      ca: {
        ...ca.authority,
        issue: async (ticket) => {
          await beforeSignature.shift()?.();
          return ca.authority.issue(ticket);
        },
      },
      status: ca.publisher,
      bench: twin.bench,
      places: createPlaces({ records: opened.identity, clock, node }),
      // real keys in a container of paper
      software: { ...createSoftwareCredentials(), pack: async () => Buffer.from('a PKCS#12 file') },
      printer: {
        print: async (paper) => void printed.push(paper),
        states: async () => {
          const queue = { name: 'imprimante', state: 'ready', reason: '' } as const;
          return { label: queue, letter: queue };
        },
      },
      // the real one is slow on purpose
      hasher: PLAIN,
      codes: PLAIN,
      verifyChallenge,
      configuration,
      directory,
      warn: () => {},
    };
    const flow = createFlow(deps);
    const identity = createIdentity({
      store,
      records: opened.identity,
      clock,
      chance,
      hasher: createSecretHasher(CHEAP),
      policy: createPasswordPolicy({ common: new Set() }),
      plainTokens: true,
      passkeys: { need: 'nobody', site: () => ({ origin: CONSOLE, rpId: new URL(CONSOLE).hostname }) },
      ownIssuers: () => Object.values(ca.clientTrust()).flat(),
      ...(provider ? { provider: { setting: provider, consoleUrl: () => CONSOLE } } : {}),
      sleep: async (ms) => clock.pass(ms),
    });
    const policy = policyText({ origin: keeper.origin, profiles: ca.profiles });
    const policySha256 = createHash('sha256').update(policy).digest('hex');
    const evaluation = ca.authorities().every((a) => a.evaluation === 1);
    const start = { version: VERSION, evaluation, profiles: ca.profiles, policy };
    const own = { store, clock, node };
    await recordStart(own, start);
    await noteConfiguration({ store, configuration });
    await flow.dualControl.resume();
    await flow.production.resume();
    await flow.machine.resume();
    const trace = createAccessTrace({ store, records: opened.identity, clock });
    await trace.sealDays();

    /** What it does by itself that is none of the flow's, each thing once. */
    const upkeep = async (): Promise<void> => {
      await ca.ensureFresh();
      await trace.countRefusals(true);
      await trace.sealDays();
    };
    /** What the service does by itself in every journey, each thing once. */
    const rounds = async (): Promise<void> => {
      const alone = [flow.production.expireLeases, flow.letters.expire, flow.surge.expire, flow.dualControl.expire];
      for (const run of [...alone, flow.expiry.expire, flow.handover.closeByRule]) await run();
      await upkeep();
      await flow.reminders.send();
    };
    /** Another process of the service on the same records and with a bench of its own. */
    const startBeside = async (name: string) => {
      const beside = { store, clock, node: createThisNode({ name, site: 'Lyon' }) };
      await recordStart(beside, start);
      const bench = createTwin({});
      const its = createFlow({ ...deps, node: beside.node, bench: bench.bench });
      return { flow: its, twin: bench, stop: () => recordStop(beside) };
    };
    const stop = async (): Promise<void> => {
      await recordStop(own);
      await keeper.checkpoint();
      await raw.close();
    };
    return {
      config,
      opened,
      store,
      ca,
      keeper,
      flow,
      identity,
      policy,
      policySha256,
      trace,
      rounds,
      upkeep,
      startBeside,
      stop,
      close: raw.close,
    };
  };

  let service = await open(join(folder, 'data'));
  const house = {
    folder,
    env,
    clock,
    chance,
    twin,
    printed,
    configuration,
    /** Where its certificate profiles lie; a file may be changed. */
    profilesDir,
    beforeSignature,
    atOurTime,
    get service() {
      return service;
    },
    get flow() {
      return service.flow;
    },
    get identity() {
      return service.identity;
    },
    /** Where its records are. */
    get place() {
      return placeOf(service.config);
    },
    get reads() {
      return service.store.reads;
    },
    /** Stops the service, does something beside it, and starts it again: on another data folder where one is named. */
    restart: async (beside: () => Promise<unknown> = async () => {}, data?: string): Promise<void> => {
      await service.stop();
      await atOurTime(beside);
      clock.pass(60_000);
      service = await open(data === undefined ? env['JETON_DATA']! : join(folder, data));
    },
    /** The power goes, and the service starts again. */
    crash: async (): Promise<void> => {
      await service.close();
      clock.pass(60_000);
      service = await open(env['JETON_DATA']!);
    },
    /** What a comparison of the tables with the journal finds. */
    compare: async (): Promise<Comparison & { begunAt: number }> => {
      const data = env['JETON_DATA']!;
      const rowKey = rowKeyOf(await loadKek({ dataDir: data, file: env['JETON_KEK_FILE'] }));
      const options = {
        open: () => openReadOnly(placeOf(service.config)),
        rowKey,
        vkey: service.keeper.vkey,
        kept: readKeptCheckpoint(data),
      };
      return { ...(await compareTables(options)), begunAt: clock.now() };
    },
    close: async (): Promise<void> => {
      await service.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return house;
}
export type House = Awaited<ReturnType<typeof openHouse>>;

import { judge } from '../../../src/book/judge/judge.ts';
import type { Caller } from '../../../src/book/rights/roles.ts';
import { createCa } from '../../../src/ca/ca.ts';
import { verifyChallenge } from '../../../src/ca/issue/challenge.ts';
import { createFlow } from '../../../src/flow/index.ts';
import { recordStart } from '../../../src/flow/nodes/start-and-stop.ts';
import { createThisNode } from '../../../src/flow/nodes/this-node.ts';
import type { TokenBench } from '../../../src/flow/ports/bench.ts';
import type { Paper } from '../../../src/flow/ports/paper.ts';
import type { SecretHasher } from '../../../src/flow/ports/secret-hasher.ts';
import type { NewEntry, Store, Unit } from '../../../src/flow/ports/store.ts';
import { createPlaces } from '../../../src/identity/sessions/bench-session.ts';
import { createAuthorityRecords } from '../../../src/store/ca/authorities.ts';
import { openStore } from '../../../src/store/store.ts';
import { createVault } from '../../../src/vault/vault.ts';
import { START, seededChance, settableClock } from '../clock.ts';
import { behindFile } from '../records/behind.ts';
import { ROW_KEY } from '../records/row-key.ts';
import { configurationSaying } from './configuration.ts';
import { CAST } from './people.ts';

/** Hashes nothing: what is shown with it is not how strong a hash is. */
const PLAIN: SecretHasher = {
  hash: async (secret) => `plain:${secret}`,
  verify: async (hash, secret) => hash === `plain:${secret}`,
};

export interface PlantOptions {
  /** Database file and folder of the CA's keys, as `createWorld` left them. */
  path: string;
  keys: string;
  bench: TokenBench;
  /** Ids and secrets follow from it: another one for each opening. */
  seed: string;
  /** Minutes after the beginning of time. */
  minute?: number;
  /** Told of each point that production passes, by name: `before:initialise`, `recorded:production.seal`, … */
  at?(point: string): void;
}

/** Calls `at` right before and right after each verb. */
function watched<T extends object>(port: T, verbs: readonly (keyof T & string)[], at: (point: string) => void): T {
  const wrapped = verbs.map((verb) => {
    const call = port[verb] as (...args: unknown[]) => Promise<unknown>;
    const watch = async (...args: unknown[]) => {
      at(`before:${verb}`);
      const result = await call(...args);
      at(`after:${verb}`);
      return result;
    };
    return [verb, watch];
  });
  return { ...port, ...Object.fromEntries(wrapped) };
}

/** Tells of each transaction twice: when all of it is recorded, and when it is committed. */
function watchedStore(store: Store, at: (point: string) => void): Store {
  const transact: Store['transact'] = async (work) => {
    let action: string | undefined;
    const result = await store.transact(async (unit) => {
      const record = (entry: NewEntry): Promise<number> => {
        action = entry.action;
        return unit.record(entry);
      };
      const done = await work(
        new Proxy(unit, { get: (u, name: keyof Unit) => (name === 'record' ? record : u[name]) }),
      );
      if (action !== undefined) at(`recorded:${action}`);
      return done;
    });
    if (action !== undefined) at(`committed:${action}`);
    return result;
  };
  return { ...store, transact };
}

/** The service's middle, opened on files that a world made: store, CA and flow, as after a start. */
export async function openPlant({ path, keys, bench, seed, minute = 1, at = () => {} }: PlantOptions) {
  const [clock, chance] = [settableClock(START + minute * 60_000), seededChance(seed)];
  const opened = await openStore({ judge, path, clock, chance, rowKey: ROW_KEY });
  const vault = createVault({ kek: new Uint8Array(32).fill(7), chance });
  const ca = await createCa({
    dir: keys,
    vault,
    clock,
    chance,
    pkiUrl: 'http://127.0.0.1:8081',
    records: opened.status,
    authorityRecords: createAuthorityRecords(opened.store.transact),
    profilesDir: 'certs/profiles',
    isConfirmed: async () => true,
    wait: async (ms) => clock.pass(ms),
    warn: () => {},
    policyOid: '2.999.1.1',
    organisation: "Ministère de l'Intérieur",
    siren: '000000000',
  });
  const node = createThisNode({ name: 'jeton', site: 'Paris' });
  const own = { store: opened.store, clock, node };
  await recordStart(own, { version: 'plant', evaluation: true, profiles: ca.profiles, policy: 'policy' });
  const printed: Paper[] = [];
  const flow = createFlow({
    node,
    store: watchedStore(opened.store, at),
    lists: opened.lists,
    clock,
    chance,
    claims: opened.presence,
    sight: opened.presence,
    vault,
    ca: watched(ca.authority, ['issue'], at),
    status: ca.publisher,
    bench: watched(bench, ['initialise', 'generateKey', 'writeCertificate', 'signChallenge', 'resetPin'], at),
    places: createPlaces({ records: opened.identity, clock, node }),
    software: {
      generate: () => Promise.reject(new Error('no nomade credentials here')),
      pack: () => Promise.reject(new Error('no nomade credentials here')),
    },
    printer: {
      print: async (paper) => void printed.push(paper),
      states: async () => ({
        label: { name: 'p', state: 'ready', reason: '' },
        letter: { name: 'p', state: 'ready', reason: '' },
      }),
    },
    hasher: PLAIN,
    codes: PLAIN,
    verifyChallenge,
    configuration: configurationSaying(),
    warn: () => {},
  });
  /** Somebody of the cast, with the grants that stand. */
  const caller = async (name: keyof typeof CAST): Promise<Caller> => {
    const { directoryId = '', service = '' } = CAST[name] ?? {};
    const [person] = await opened.store.reads.find('person', { directoryId });
    const grants = await opened.store.reads.find('grant', { personId: person!.id });
    return { personId: person!.id, service, grants, freshUntil: Number.MAX_SAFE_INTEGER };
  };
  return { ...opened, path, behind: behindFile(path), flow, clock, caller, printed, reads: opened.store.reads };
}

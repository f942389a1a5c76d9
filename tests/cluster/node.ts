import { setTimeout as sleep } from 'node:timers/promises';
import type { Keeper } from '../../src/journal/keeper.ts';
import { consistencyProof, rootAt, verifyConsistency } from '../../src/journal/tree.ts';
import { type OpenStore, openStore } from '../../src/store/store.ts';
import { serviceKey } from '../journal/sample.ts';
import { seededChance } from '../support/clock.ts';
import { keeperOf } from '../support/judged/long-journal.ts';
import { noJudge } from '../support/records/no-judge.ts';
import { ROW_KEY } from '../support/records/row-key.ts';
import type { Cluster } from './cluster.ts';
import type { Site } from './network.ts';

const clock = { now: () => Date.now() };

/** What a key signed, whoever was told. */
interface Signed {
  size: number;
  root: Uint8Array;
  at: number;
}

/** A node of Jeton as far as its records, its keeper and its sight of the others go. */
export interface Node extends OpenStore {
  name: string;
  site: Site;
  keeper: Keeper;
  signed: readonly Signed[];
}

/** Opens the cluster's records as the node of a site does. */
export async function openNode(cluster: Cluster, name: string, site: Site): Promise<Node> {
  const how = { judge: noJudge, clock, chance: seededChance(name), rowKey: ROW_KEY };
  const opened = await openStore({ postgres: cluster.addressAt(site), hold: { node: name }, ...how });
  const says = { site, version: '1', url: '', pkiUrl: '', behind: null, waiting: [], ready: true };
  opened.presence.say(async () => ({ node: name, ...says }));
  const signed: Signed[] = [];
  const sign = (bytes: Uint8Array) => {
    const [, size, root = ''] = Buffer.from(bytes).toString().split('\n');
    signed.push({ size: Number(size), root: Buffer.from(root, 'base64'), at: performance.now() });
    return serviceKey.sign(bytes);
  };
  const keeper = keeperOf({ journal: opened.journal, clock }, { ...serviceKey, sign });
  return { ...opened, name, site, keeper, signed };
}

/** Holds all that a node signed to the journal as it is. */
export async function expectConsistent({ journal }: OpenStore, { name, signed }: Node): Promise<void> {
  const size = await journal.size();
  const root = await rootAt(size, journal.node);
  const forks: string[] = [];
  for (const was of signed) {
    const continues =
      was.size <= size &&
      verifyConsistency(was.size, size, was.root, root, await consistencyProof(was.size, size, journal.node));
    if (!continues) forks.push(`${name} signed ${was.size} entries that are not those of the journal`);
  }
  expect(forks).toEqual([]);
}

/** Asks a node for a checkpoint every second, whatever became of the last one; the answer ends that, once all are told. */
export function askForCheckpoints({ keeper }: Node): () => Promise<void> {
  const told: Promise<unknown>[] = [];
  const timer = setInterval(() => void told.push(keeper.checkpoint().catch(() => {})), 1000);
  return async () => {
    clearInterval(timer);
    await Promise.all(told);
  };
}

/** Looks again and again who leads, until `stop`; `most` says how many did at the same moment at most. */
export function watchLeaders(nodes: readonly Node[]): { most(): number; stop(): void } {
  let most = 0;
  const look = () => {
    most = Math.max(most, nodes.filter(({ presence }) => presence.leads()).length);
  };
  const timer = setInterval(look, 20);
  return { most: () => most, stop: () => clearInterval(timer) };
}

/** Seconds until it is so, said. Throws when it is not within two minutes. */
export async function secondsUntil(what: string, isSo: () => unknown): Promise<number> {
  const from = performance.now();
  const gone = () => (performance.now() - from) / 1000;
  while (!(await isSo())) {
    if (gone() > 120) throw new Error(`in vain: ${what}`);
    await sleep(20);
  }
  process.stderr.write(`${what}: ${gone().toFixed(1)} s\n`);
  return gone();
}

import { setTimeout as sleep } from 'node:timers/promises';
import { expectNothingLost, type Load, underLoad } from '../store/postgres/under-load.ts';
import { counts, rounds } from '../support/long.ts';
import { randomOf } from '../support/random.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { type Node, openNode } from './node.ts';

const ROUNDS = counts(10, 300);
/** For the start of a cluster and its end, and for a round: a failover, and a machine that comes back. */
const START_MS = 180_000;
const ROUND_MS = 240_000;
/** Within so many milliseconds after the first hundred the primary is killed. */
const MOMENT_MS = 3000;
/** Twice the time after which a primary that nobody hears is replaced. */
const ETCD_AWAY_MS = 40_000;

describe('two nodes on a cluster as docs/postgresql.md has it', () => {
  let cluster: Cluster;
  let nodes: Node[];
  let load: Load;
  beforeAll(async () => {
    cluster = await startCluster();
    nodes = [await openNode(cluster, 'one', 'north'), await openNode(cluster, 'two', 'south')];
    load = underLoad(...nodes);
  }, START_MS);
  afterAll(async () => {
    await cluster?.remove(); // first: what waits for a server that does not come back fails then
    await load?.rest();
    await Promise.all((nodes ?? []).map((node) => node.close()));
  }, START_MS);

  /** How long until records are made again, said and held to half a minute. */
  const back = async (what: string): Promise<void> => {
    const lost = performance.now();
    await load.more(50);
    const away = performance.now() - lost;
    process.stderr.write(`${what}: away for ${(away / 1000).toFixed(1)} s\n`);
    expect(away).toBeLessThan(30_000);
  };
  const nothingLost = async (): Promise<void> => {
    await load.rest();
    const [node] = nodes;
    if (node) await expectNothingLost(node, load, cluster.addressAt('north'));
    while (nodes.filter(({ presence }) => presence.leads()).length !== 1) await sleep(50);
    load.run();
  };

  it(
    'loses nothing that was acknowledged when the primary’s machine dies under load, and goes on within 30 s',
    () =>
      rounds('a cluster loses its primary', ROUNDS, async (round, seed) => {
        const primary = await cluster.primary();
        await load.more(100);
        await sleep(randomOf(seed).below(MOMENT_MS));
        await primary.kill();
        await back(`round ${round}: ${primary.name} dead`);
        primary.start();
        await cluster.whole();
        await nothingLost();
      }),
    ROUNDS * ROUND_MS,
  );

  it(
    'goes on without one failure while etcd is away on all machines, as each of them still answers the primary',
    async () => {
      const [primary, failures] = [await cluster.primary(), load.unknown.size];
      await Promise.all(cluster.machines.map((machine) => machine.killEtcd()));
      await sleep(ETCD_AWAY_MS);
      await load.more(50);
      for (const machine of cluster.machines) machine.startEtcd();
      await cluster.whole();
      await load.more(50);
      expect(load.unknown.size).toBe(failures);
      expect((await cluster.primary()).name).toBe(primary.name);
      await nothingLost();
    },
    ROUND_MS,
  );

  it(
    'leaves a primary whose machine stands still, and keeps nothing that this one has alone',
    async () => {
      const primary = await cluster.primary();
      await load.more(100);
      const goOn = primary.freeze();
      await back(`${primary.name} frozen`).finally(goOn);
      await cluster.whole();
      await load.more(50);
      expect((await cluster.primary()).name).not.toBe(primary.name);
      await nothingLost();
    },
    ROUND_MS,
  );
});

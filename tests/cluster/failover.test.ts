import { setTimeout as sleep } from 'node:timers/promises';
import { expectNothingLost, type Load, underLoad } from '../store/postgres/under-load.ts';
import { documented } from '../support/documented.ts';
import { randomOf } from '../support/random.ts';
import { counts, rounds } from '../support/runs/long.ts';
import { type Cluster, startCluster } from './cluster.ts';
import type { Machine } from './machine.ts';
import { type Node, openNode } from './node.ts';

const ROUNDS = counts(10, 300);
/** So many rounds on one cluster: each of them reads the whole journal, which grows by thousands of entries a round. */
const ROUNDS_OF_A_CLUSTER = 25;
/** For the start of a cluster and its end, and for a round: a failover, and a machine that comes back. */
const START_MS = 180_000;
const ROUND_MS = 240_000;
/** Within so many milliseconds after the first hundred the primary is killed. */
const MOMENT_MS = 3000;
/** After so long Patroni’s lock of a primary that nobody hears is gone. */
const LOCK_GONE_MS = 30_000;
/** Within so long an older primary that woke up leads again, or nobody does. */
const LEADS_MS = 60_000;
/** So long nothing is acknowledged then. */
const ALONE_MS = 30_000;
/** Twice the time after which a primary that nobody hears is replaced. */
const ETCD_AWAY_MS = 40_000;

describe('two nodes on a cluster as docs/postgresql.md has it', () => {
  let cluster: Cluster;
  let nodes: Node[];
  let load: Load;
  const start = async (): Promise<void> => {
    cluster = await startCluster();
    nodes = [await openNode(cluster, 'one', 'north'), await openNode(cluster, 'two', 'south')];
    load = underLoad(...nodes);
  };
  const end = async (): Promise<void> => {
    await cluster?.remove(); // first: what waits for a server that does not come back fails then
    await load?.rest();
    await Promise.all((nodes ?? []).map((node) => node.close()));
  };
  beforeAll(start, START_MS);
  afterAll(end, START_MS);

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

  /** The machine whose server takes changes once this one does not, at the moment when it does. */
  const successorOf = async (primary: Machine): Promise<Machine> => {
    const others = cluster.machines.filter(({ name }) => name !== primary.name);
    const takesChanges = `do $$ begin if pg_is_in_recovery() then raise 'a standby'; end if; end $$`;
    for (const end = performance.now() + 60_000; performance.now() < end; await sleep(10)) {
      for (const machine of others) {
        const promoted = await machine.sql(takesChanges).then(
          () => true,
          () => false,
        );
        if (promoted) return machine;
      }
    }
    throw new Error('nobody was promoted within a minute');
  };

  it(
    'loses nothing that was acknowledged when the primary’s machine dies under load, and goes on within 30 s',
    () =>
      rounds('a cluster loses its primary', ROUNDS, async (round, seed) => {
        if (round > 0 && round % ROUNDS_OF_A_CLUSTER === 0) await end().then(start);
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

  it(
    'resets a primary’s machine that hangs, which goes on as the primary or as a standby',
    async () => {
      const primary = await cluster.primary();
      await load.more(100);
      primary.hang('all');
      await back(`${primary.name} hangs`);
      await cluster.whole();
      await nothingLost();
    },
    ROUND_MS,
  );

  it(
    'keeps an older primary from taking over where Patroni of the new one hangs as soon as it is promoted',
    async () => {
      const primary = await cluster.primary();
      await load.more(100);
      const goOn = primary.freeze();
      const successor = await successorOf(primary);
      successor.hang('patroni');
      await load.more(50);
      await sleep(LOCK_GONE_MS);
      goOn();
      await cluster.whole();
      expect((await cluster.primary()).name).toBe(successor.name);
      await load.more(50);
      await nothingLost();
    },
    ROUND_MS,
  );

  it(
    'acknowledges nothing where a primary is lost before etcd knows of its timeline, and has all back by the steps of the page',
    async () => {
      const primary = await cluster.primary();
      await load.more(100);
      const goOn = primary.freeze(); // with its watchdog
      const successor = await successorOf(primary);
      successor.hang('patroni'); // before it has told etcd of its timeline
      await load.more(50);
      await successor.kill();
      successor.startEtcd(); // and Patroni does not start
      await sleep(LOCK_GONE_MS);
      goOn();
      // it leads again, or nobody does: whichever of the two still knows
      const leads = async () => (await cluster.primary().catch(() => successor)).name === primary.name;
      for (const end = performance.now() + LEADS_MS; performance.now() < end && !(await leads()); ) await sleep(200);
      const acknowledged = load.acknowledged.size;
      await sleep(ALONE_MS);
      expect(load.acknowledged.size).toBe(acknowledged);

      const [newest] = cluster.machines.filter(({ name }) => name !== primary.name && name !== successor.name);
      if (!newest) throw new Error('a cluster has three machines');
      await primary.kill();
      const failover = documented('newest timeline', { db3: newest.name }, 'docs/postgresql.md');
      const [, args = ''] = /^patronictl -c \S+ (.*)$/m.exec(failover) ?? [];
      await newest.patronictl(...args.split(' '));
      for (const machine of [primary, successor]) machine.start();
      await load.more(50);
      await cluster.whole();
      await nothingLost();
    },
    2 * ROUND_MS,
  );

  it(
    'rewinds no server to an earlier timeline',
    async () => {
      const primary = await cluster.primary();
      const rewind = (timeline: string) => primary.rewind([`${timeline}.history`, '000000010000000000000001']);
      expect(await rewind('00FFFFFF')).toMatch(
        /^timeline [0-9A-F]{8} there is earlier than 00FFFFFF here: not rewound\n$/,
      );
      // pg_rewind itself looks at that folder
      expect(await rewind('00000001')).toMatch(/^pg_rewind: error: /);
    },
    ROUND_MS,
  );
});

import { setTimeout as sleep } from 'node:timers/promises';
import { expectNothingLost, type Load, underLoad } from '../store/postgres/under-load.ts';
import { type Cluster, startCluster } from './cluster.ts';
import type { Machine } from './machine.ts';
import type { Site } from './network.ts';
import { askForCheckpoints, expectConsistent, type Node, openNode, secondsUntil, watchLeaders } from './node.ts';

/** For the start of a cluster and its end, and for a cut and all that comes back after it. */
const START_MS = 180_000;
const CUT_MS = 360_000;
/** What was on its way when the network was cut has been answered by then. */
const ON_ITS_WAY_MS = 1_000;
/**
 * A commit whose wait an administrator cancels is shown, though no standby has it. A session of node two, which comes from
 * .202 (network.ts), may have the journal's lock.
 */
const SHOW = `select pg_terminate_backend(pid) from pg_stat_activity where host(client_addr) like '%.202';
  select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'`;

describe('two nodes at two sites of a cluster, and the network between the sites cut under load', () => {
  let cluster: Cluster;
  let one: Node;
  let two: Node;
  let load: Load;
  let leaders: ReturnType<typeof watchLeaders>;
  /** Ends what asks for checkpoints. */
  let told: () => Promise<void> = async () => {};
  beforeAll(async () => {
    cluster = await startCluster();
    one = await openNode(cluster, 'one', 'north');
    two = await openNode(cluster, 'two', 'south');
    load = underLoad(one, two);
    leaders = watchLeaders([one, two]);
  }, START_MS);
  afterEach(async () => {
    cluster?.network.mend();
    await told();
  }, START_MS);
  afterAll(async () => {
    leaders?.stop();
    await cluster?.remove(); // first: what waits for a server that does not come back fails then
    await load?.rest();
    await Promise.all([one, two].map((node) => node?.close()));
  }, START_MS);

  const stand = (alone: Machine, site: Site, others: Site): void => {
    for (const { name } of cluster.machines) cluster.network.stand(name, name === alone.name ? site : others);
  };
  const moreBy = (node: Node, count: number): (() => boolean) => {
    const enough = load.by(node) + count;
    return () => load.by(node) >= enough;
  };
  const sees = ({ presence }: Node): number => presence.nodes().filter(({ silentMs }) => silentMs < 10_000).length;
  /** Mends the network, and holds all to what was answered. */
  const mended = async (away: Node): Promise<void> => {
    cluster.network.mend();
    await secondsUntil(`mended: ${away.name} goes on`, moreBy(away, 50));
    await cluster.whole();
    await load.rest();
    await secondsUntil('mended: one node leads', () => one.presence.leads() !== two.presence.leads());
    await secondsUntil('mended: both see each other', () => sees(one) === 2 && sees(two) === 2);
    await expectNothingLost(one, load, cluster.addressAt('north'));
    for (const node of [one, two]) {
      await node.keeper.checkpoint();
      await expectConsistent(one, node);
    }
    load.run();
  };

  it(
    'get no checkpoint signed by a deposed primary, and nothing acknowledged by it',
    async () => {
      const deposed = await cluster.primary();
      stand(deposed, one.site, two.site);
      await load.more(100);
      await Promise.all([one.keeper.checkpoint(), two.keeper.checkpoint()]);

      cluster.network.cut();
      told = askForCheckpoints(one);
      const back = secondsUntil('cut off from the primary: two goes on', moreBy(two, 50));
      back.catch(() => {}); // heard of below, unless this fails first
      await sleep(ON_ITS_WAY_MS);
      const [acknowledged, cutAt, confirmed] = [load.by(one), performance.now(), await one.journal.size()];
      await secondsUntil('the deposed primary shows what it alone has', async () => {
        await deposed.sql(SHOW);
        return (await one.journal.size()) > confirmed;
      });
      const alone = await lineOf(one, confirmed);
      expect(await back).toBeLessThan(30);
      await two.keeper.checkpoint();
      await sleep(20_000); // once nobody holds the deposed one for the primary any more
      expect(load.by(one)).toBe(acknowledged);
      expect(one.signed.filter(({ at }) => at > cutAt)).toEqual([]);

      await mended(one);
      await told();
      await expectConsistent(two, one);
      expect(await lineOf(two, confirmed)).not.toBe(alone);
      expect((await cluster.primary()).name).not.toBe(deposed.name);
      expect(leaders.most()).toBe(1);
    },
    CUT_MS,
  );

  it(
    'say so where no primary is left, lead no more before the other does, and go on after the mend',
    async () => {
      const [away, other] = one.presence.leads() ? [one, two] : [two, one];
      stand(await cluster.syncStandby(), away.site, other.site);
      await load.more(100);

      cluster.network.cut();
      const seconds = await Promise.all([
        secondsUntil(`${away.name} leads no more`, () => !away.presence.leads()),
        secondsUntil(`${away.name} says that nothing is written`, () => !away.isWritable()),
        secondsUntil(`${away.name} is told of a reading`, () =>
          away.journal.size().then(
            () => false,
            () => true,
          ),
        ),
        secondsUntil(`${away.name} is told of a checkpoint`, () =>
          away.keeper.checkpoint().then(
            () => false,
            () => true,
          ),
        ),
        secondsUntil('cut off from the synchronous standby: the other goes on', moreBy(other, 50)),
        secondsUntil('the other leads', () => other.presence.leads()),
      ]);
      // the lease of who leads, what the page promises, and for the others what a loaded machine needs
      const bounds = [10, 20, 30, 60, 45, 60];
      expect(seconds.map((so, i) => so < (bounds[i] ?? 0))).toEqual(bounds.map(() => true));
      await mended(away);
      expect(leaders.most()).toBe(1);
    },
    CUT_MS,
  );
});

async function lineOf({ journal }: Node, seq: number): Promise<string | undefined> {
  for await (const [line] of journal.lines(seq, seq + 1)) return line;
  return undefined;
}

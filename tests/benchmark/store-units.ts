/**
 * Approvals a second through flow and store, 32 in flight: what a person approves is read, judged by the book and recorded.
 * `npm run bench -- store [UNITS [IN_FLIGHT [ROUNDS]]]`. Only ratios within one run count on a shared machine, so each
 * round has all in turn: with the book's judge, without one, and as many writes as bare prepared statements, on SQLite; then
 * with the judge on PostgreSQL, which waits for the same disk, by this process, by nodes on one database that share what is
 * in flight, and by four that have as much in flight each.
 */

import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import Database from 'better-sqlite3';
import type { TokenBench } from '../../src/flow/ports/bench.ts';
import type { Place } from '../../src/store/place.ts';
import type { Judge } from '../../src/store/store.ts';
import { noJudge } from '../support/records/no-judge.ts';
import type { Done, Order } from './approving-node.child.ts';
import { openBenchPlant } from './bench-plant.ts';
import { durableServer } from './durable-server.ts';
import { type Figure, median, rate } from './rate.ts';

const UNITS = Number(process.argv[2] ?? 1000);
const IN_FLIGHT = Number(process.argv[3] ?? 32);
const ROUNDS = Number(process.argv[4] ?? 3);
/** Nodes on one database, and how much each has in flight. */
const NODES: readonly (readonly [count: number, inFlight: number])[] = [
  [1, IN_FLIGHT],
  [2, IN_FLIGHT / 2],
  [4, IN_FLIGHT / 4],
  [4, IN_FLIGHT],
];
/** Approvals that a node warms up with: until V8 has compiled its code, which takes about a thousand, each takes longer. */
const WARM_UP = 1000;
const folder = mkdtempSync(join(tmpdir(), 'jeton-units-'));
/** No token is made here. */
const noBench = new Proxy({} as TokenBench, { get: () => async () => [] });

interface Options {
  judge?: Judge;
  place?: Place;
  /** Further requests, for others to approve. */
  more?: number;
}

/** The approvals of a ministry of its own. */
async function approvals(name: string, { more = 0, ...how }: Options = {}) {
  const at = join(folder, name);
  const plant = await openBenchPlant({ folder: at, bench: noBench, tokens: [], requests: UNITS + more, ...how });
  const groups = plant.groups();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const figure = await rate(plant.waiting.slice(0, UNITS), IN_FLIGHT, plant.approve);
  delay.disable();
  const perGroup = Number((UNITS / (plant.groups() - groups)).toFixed(1));
  await plant.close();
  rmSync(at, { recursive: true });
  const loopDelayMs = { median: delay.percentile(50) / 1e6, p99: delay.percentile(99) / 1e6 };
  return { figure: { ...figure, perGroup, loopDelayMs }, approver: plant.approver, rest: plant.waiting.slice(UNITS) };
}

/** So many nodes at the same time on one database, each with its share of the requests. */
async function byNodes(count: number, order: Order) {
  const nodes = Array.from({ length: count }, () => fork(new URL('approving-node.child.ts', import.meta.url)));
  const share = order.waiting.length / count;
  for (const [i, node] of nodes.entries()) {
    node.send({ ...order, waiting: order.waiting.slice(share * i, share * (i + 1)) } satisfies Order);
  }
  await Promise.all(nodes.map((node) => once(node, 'message')));
  const start = performance.now();
  const answers = nodes.map((node) => once(node, 'message') as Promise<[Done]>);
  for (const node of nodes) node.send('go');
  const done = (await Promise.all(answers)).map(([one]) => one);
  const counted = done.reduce((sum, one) => sum + one.counted, 0);
  const perSecond = Math.round((counted / (performance.now() - start)) * 1000);
  await Promise.all(nodes.map((node) => (node.exitCode === null ? once(node, 'exit') : undefined)));
  const mean = (of: (one: Done) => number) => Number((done.reduce((sum, one) => sum + of(one), 0) / count).toFixed(3));
  return { perSecond, cpuMs: mean(({ cpuMs }) => cpuMs), perGroup: mean(({ perGroup }) => perGroup) };
}

/** PostgreSQL: approvals by this process, then by each number of nodes, on one database. */
async function onPostgres(name: string, server: Awaited<ReturnType<typeof durableServer>>) {
  const place = { postgres: await server.database(name) };
  const sizes = NODES.map(([count]) => UNITS + WARM_UP * count);
  const more = sizes.reduce((sum, size) => sum + size, 0);
  const { figure, approver, rest } = await approvals(name, { place, more });
  const nodes: Record<string, Awaited<ReturnType<typeof byNodes>>> = {};
  for (const [i, [count, inFlight]] of NODES.entries()) {
    const waiting = rest.splice(0, sizes[i] ?? 0);
    nodes[`${count} × ${inFlight}`] = await byNodes(count, { place, approver, waiting, warmUp: WARM_UP, inFlight });
  }
  return { ...figure, nodes };
}

/** The limit: the writes of an approval as bare statements, one commit each. */
async function bare(name: string): Promise<Figure> {
  const db = new Database(join(folder, name));
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'secure_delete = ON']) db.pragma(pragma);
  db.exec(
    'create table r (id text primary key, state text); create table e (seq integer primary key, line text); create table n (l, p, h, primary key (l, p)) without rowid',
  );
  const put = db.prepare('insert into r values (?, ?)');
  const ids = Array.from({ length: UNITS }, (_, i) => `r${i}`);
  db.transaction(() => {
    for (const id of ids) put.run(id, 'submitted');
  })();
  const [moved, line, node] = [
    'update r set state = ? where id = ? and state = ?',
    'insert into e values (?, ?)',
    'insert into n values (?, ?, ?), (?, ?, ?)',
  ].map((sql) => db.prepare(sql));
  let seq = 0;
  const figure = await rate(ids, IN_FLIGHT, async (id) => {
    db.transaction(() => {
      moved?.run('approved', id, 'submitted');
      put.run(`a-${id}`, 'x');
      line?.run(seq, 'x'.repeat(900));
      node?.run(0, seq, randomBytes(32), 1, seq, randomBytes(32));
      seq += 1;
    })();
  });
  db.close();
  return figure;
}

const server = await durableServer();
async function play(round: number) {
  const { figure: judged } = await approvals(`judged-${round}`);
  const { figure: unjudged } = await approvals(`unjudged-${round}`, { judge: noJudge });
  const figures = { judged, unjudged, bare: await bare(`bare-${round}.db`) };
  return { ...figures, postgres: await onPostgres(`judged_${round}`, server), load: loadavg()[0] };
}
const rounds: Awaited<ReturnType<typeof play>>[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  rounds.push(await play(round));
  console.error(JSON.stringify(rounds.at(-1)));
}
server.stop();
rmSync(folder, { recursive: true });

const round3 = (value: number): number => Number(value.toFixed(3));
/** Least, median and most of the rounds. */
const spread = (of: (round: (typeof rounds)[number]) => number) => {
  const values = rounds.map(of);
  return [Math.min(...values), median(values), Math.max(...values)].map(round3);
};
const single = `1 × ${IN_FLIGHT}`;
const nodeRatios = NODES.slice(1).map(([count, inFlight]) => {
  const name = `${count} × ${inFlight}`;
  return [
    name,
    spread(({ postgres: { nodes } }) => (nodes[name]?.perSecond ?? 0) / (nodes[single]?.perSecond ?? Number.NaN)),
  ];
});
console.log(
  JSON.stringify({
    units: UNITS,
    inFlight: IN_FLIGHT,
    judgedPerSecond: spread(({ judged }) => judged.perSecond),
    judgedByUnjudged: spread(({ judged, unjudged }) => judged.perSecond / unjudged.perSecond),
    judgedByBare: spread((r) => r.judged.perSecond / r.bare.perSecond),
    cpuMs: spread(({ judged }) => judged.cpuMs),
    loopDelayMs: rounds[0]?.judged.loopDelayMs,
    postgres: {
      judgedPerSecond: spread(({ postgres }) => postgres.perSecond),
      bySqlite: spread(({ postgres, judged }) => postgres.perSecond / judged.perSecond),
      cpuMs: spread(({ postgres }) => postgres.cpuMs),
      perGroup: spread(({ postgres }) => postgres.perGroup),
      byOneNode: Object.fromEntries(nodeRatios),
    },
  }),
);

/**
 * Approvals a second through flow and store, 32 in flight: what a person approves is read, judged by the book and recorded.
 * `npm run bench -- store [UNITS [IN_FLIGHT [ROUNDS]]]`. Only ratios within one run count on a shared machine, so each
 * round has three in turn: with the book's judge, without one, and as many writes as bare prepared statements.
 */

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import Database from 'better-sqlite3';
import type { TokenBench } from '../../src/flow/ports/bench.ts';
import type { Judge } from '../../src/store/store.ts';
import { noJudge } from '../support/no-judge.ts';
import { openBenchPlant } from './bench-plant.ts';

const UNITS = Number(process.argv[2] ?? 2000);
const IN_FLIGHT = Number(process.argv[3] ?? 32);
const ROUNDS = Number(process.argv[4] ?? 3);
const folder = mkdtempSync(join(tmpdir(), 'jeton-units-'));
/** No token is made here. */
const noBench = new Proxy({} as TokenBench, { get: () => async () => [] });

interface Figure {
  perSecond: number;
  cpuMs: number;
}

async function rate<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<Figure> {
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (const item of waiting) await work(item);
    }),
  );
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - start) / 1000;
  return {
    perSecond: Math.round(items.length / seconds),
    cpuMs: Number(((user + system) / 1000 / items.length).toFixed(3)),
  };
}

/** The approvals of a ministry of its own. */
async function approvals(name: string, judge?: Judge) {
  const at = join(folder, name);
  const plant = await openBenchPlant({
    folder: at,
    bench: noBench,
    tokens: [],
    requests: UNITS,
    ...(judge && { judge }),
  });
  const groups = plant.groups();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const figure = await rate(plant.waiting, plant.approve);
  delay.disable();
  const perGroup = Number((UNITS / (plant.groups() - groups)).toFixed(1));
  await plant.close();
  rmSync(at, { recursive: true });
  return { ...figure, perGroup, loopDelayMs: { median: delay.percentile(50) / 1e6, p99: delay.percentile(99) / 1e6 } };
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
  const figure = await rate(ids, async (id) => {
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

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const rounds = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const judged = await approvals(`judged-${round}`);
  const unjudged = await approvals(`unjudged-${round}`, noJudge);
  rounds.push({ judged, unjudged, bare: await bare(`bare-${round}.db`) });
  console.error(JSON.stringify(rounds.at(-1)));
}
rmSync(folder, { recursive: true });
console.log(
  JSON.stringify({
    units: UNITS,
    inFlight: IN_FLIGHT,
    judgedPerSecond: median(rounds.map(({ judged }) => judged.perSecond)),
    judgedByUnjudged: median(rounds.map(({ judged, unjudged }) => judged.perSecond / unjudged.perSecond)),
    judgedByBare: median(rounds.map((r) => r.judged.perSecond / r.bare.perSecond)),
    cpuMs: median(rounds.map(({ judged }) => judged.cpuMs)),
    loopDelayMs: rounds[0]?.judged.loopDelayMs,
  }),
);

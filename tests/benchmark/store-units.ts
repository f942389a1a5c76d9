/**
 * Units a second through the store, 32 in flight: each reads a request, moves it on under its expected state and
 * records that with two new rows. `node --import { noJudge } from '../support/no-judge.ts';
import ./tests/support/typescript.mjs tests/benchmark/store-units.ts [UNITS [GROUP [IN_FLIGHT]]]`.
 * Only ratios within one run count on a shared machine: the same work on bare prepared statements is measured beside.
 */

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import Database from 'better-sqlite3';
import { create, move } from '../../src/book/lifecycle.ts';
import type { NewEntry } from '../../src/flow/ports/store.ts';
import { openStore, type StoreUnit } from '../../src/store/store.ts';
import { noJudge } from '../support/no-judge.ts';
import { ROW_KEY } from '../support/row-key.ts';
import { entry, person, request } from '../support/rows.ts';

const UNITS = Number(process.argv[2] ?? 6000);
const GROUP = Number(process.argv[3] ?? 16);
const IN_FLIGHT = Number(process.argv[4] ?? 32);
const folder = mkdtempSync(join(tmpdir(), 'jeton-units-'));
const chance = { id: () => randomBytes(13).toString('hex'), bytes: (length: number) => randomBytes(length) };
const opened = await openStore({
  judge: noJudge,
  path: join(folder, 'jeton.db'),
  clock: { now: Date.now },
  chance,
  rowKey: ROW_KEY,
  groupOf: GROUP,
});
const { transact } = opened.store;
const ids = Array.from({ length: UNITS }, (_, i) => `r${i}`);

for (let i = 0; i < UNITS; i += 50) {
  const changes = ids
    .slice(i, i + 50)
    .flatMap((id) => [create('person', person(id)), create('request', request(id, id))]);
  await transact((unit) => unit.record(entry('import', 'x', changes)));
}

async function approve(unit: StoreUnit, id: string): Promise<void> {
  const row = await unit.get('request', id);
  if (!row) throw new Error('no such request');
  const more = { requestId: id, approverId: id, contentHash: row.contentHash, approvedAt: 1, withdrawnAt: null };
  const letter = {
    kind: 'label',
    state: 'waiting',
    tokenId: null,
    secretId: null,
    printedBy: null,
    printedAt: null,
    confirmedAt: null,
  } as const;
  const changes: NewEntry['changes'] = [
    move('request', row, 'approve', { approvedAt: 1 }),
    create('approval', { id: `a-${id}`, ...more }),
    create('letter', { id: `l-${id}`, requestId: id, ...letter }),
  ];
  await unit.record(entry('request.approve', `request:${id}`, changes));
}

async function rate(work: (id: string) => Promise<unknown>): Promise<{ perSecond: number; cpuMs: number }> {
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  const waiting = ids.values();
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (const id of waiting) await work(id);
    }),
  );
  const { user, system } = process.cpuUsage(cpu);
  return {
    perSecond: Math.round((UNITS / (performance.now() - start)) * 1000),
    cpuMs: Number(((user + system) / 1000 / UNITS).toFixed(3)),
  };
}

const groups = opened.groups();
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const ours = await rate((id) => transact((unit) => approve(unit, id)));
delay.disable();
const perGroup = UNITS / (opened.groups() - groups);
await opened.close();

/** The limit: the same six writes a unit as bare statements, one commit a unit. */
const bare = new Database(join(folder, 'bare.db'));
for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'secure_delete = ON']) bare.pragma(pragma);
bare.exec(
  'create table r (id text primary key, state text); create table e (seq integer primary key, line text); create table n (l, p, h, primary key (l, p)) without rowid',
);
const put = bare.prepare('insert into r values (?, ?)');
bare.transaction(() => {
  for (const id of ids) put.run(id, 'submitted');
})();
const [moved, line, node] = [
  'update r set state = ? where id = ? and state = ?',
  'insert into e values (?, ?)',
  'insert into n values (?, ?, ?), (?, ?, ?)',
].map((sql) => bare.prepare(sql));
let seq = 0;
const limit = await rate(async (id) => {
  bare.transaction(() => {
    moved?.run('approved', id, 'submitted');
    put.run(`a-${id}`, 'x');
    put.run(`l-${id}`, 'x');
    line?.run(seq, 'x'.repeat(900));
    node?.run(0, seq, randomBytes(32), 1, seq, randomBytes(32));
    seq += 1;
  })();
});
bare.close();
rmSync(folder, { recursive: true });
console.log(
  JSON.stringify({
    units: UNITS,
    inFlight: IN_FLIGHT,
    perGroup: Number(perGroup.toFixed(1)),
    store: ours,
    loopDelayMs: { median: delay.percentile(50) / 1e6, p99: delay.percentile(99) / 1e6 },
    bareOneCommitEach: limit,
  }),
);

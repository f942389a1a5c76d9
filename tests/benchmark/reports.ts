/**
 * The reports of a very large journal: `npm run bench -- reports [ENTRIES [YEARS [STEPS]]]`. A quarter of a workshop is lived by the
 * real flow, then told again and again for so many others that YEARS (5) hold ENTRIES (8,000,000). At each of STEPS (8,2,1: an eighth, a half,
 * the whole) the service's own parts count the days that were never kept – at a later step those that came since – in the process that
 * reads for it; then any day, the
 * trends of a year, and the dates of WAITING requests (2,000) are asked for. Nothing is kept of it. $TMPDIR has to be on a disk
 * with ten gigabytes.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openReadings, type Readings } from '../../src/app/readings/readings.ts';
import { ZONE } from '../../src/book/rules/calendar/working-days.ts';
import { create } from '../../src/book/tables/lifecycle.ts';
import { chance } from '../../src/chance.ts';
import { rootAt } from '../../src/journal/tree.ts';
import { dateAt, dayOf } from '../../src/reports/day.ts';
import { createDailyReports } from '../../src/reports/days.ts';
import { createPeriodReports } from '../../src/reports/period-reports.ts';
import { dayAfter } from '../../src/reports/weeks-and-months.ts';
import { openStore } from '../../src/store/store.ts';
import { noJudge } from '../support/records/no-judge.ts';
import { ROW_KEY } from '../support/records/row-key.ts';
import { person, request, workstation } from '../support/records/rows.ts';
import type { Wish } from './big-journal.child.ts';
import { median } from './rate.ts';

const ENTRIES = Number(process.argv[2] ?? 8_000_000);
const YEARS = Number(process.argv[3] ?? 5);
const STEPS = (process.argv[4] ?? '8,2,1').split(',').map((part) => Math.round(ENTRIES / Number(part)));
const AGENTS = 48;
const WAITING = 2_000;
const ROUNDS = 9;
const FIRST = dayOf('2021-11-23', ZONE).begin;
const DAY_MS = 86_400_000;

const rounded = (value: number): number => Math.round(value * 10) / 10;
async function ms(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
const spread = (values: readonly number[]) =>
  [Math.min(...values), median(values), Math.max(...values)].map(rounded).join(' – ');
async function several(work: (round: number) => Promise<unknown>): Promise<string> {
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) took.push(await ms(() => work(round)));
  return spread(took);
}

const TICKS_A_SECOND = 100;
/** Resident memory in MB, of this process and of the largest that reads for it; seconds of processor time of all that read. */
function memory(): { own: number; reader: number; cpu: number } {
  const rssOf = (pid: string): number =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  const cpuOf = (pid: string): number => {
    const [user = 0, system = 0] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ').slice(13, 15).map(Number);
    return (user + system) / TICKS_A_SECOND;
  };
  const readers = readdirSync('/proc/self/task')
    .flatMap((task) => readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' '))
    .filter((pid) => pid !== '' && Number(pid) !== child.pid && existsSync(`/proc/${pid}/stat`));
  const cpu = readers.map(cpuOf).reduce((sum, one) => sum + one, 0);
  return { own: rssOf('self'), reader: Math.max(0, ...readers.map(rssOf)), cpu };
}
/** The most that memory grew to, and by how much the event loop was late, while `work` ran. */
async function watched<R>(work: () => Promise<R>) {
  const most = { own: 0, reader: 0, cpu: 0 };
  const look = setInterval(() => {
    const { own, reader, cpu } = memory();
    most.own = Math.max(most.own, own);
    most.reader = Math.max(most.reader, reader);
    most.cpu = Math.max(most.cpu, cpu);
  }, 250);
  const late = monitorEventLoopDelay({ resolution: 5 });
  late.enable();
  const seconds = (await ms(work)) / 1000;
  late.disable();
  clearInterval(look);
  const lateMs = {
    median: rounded(late.percentile(50) / 1e6),
    p99: rounded(late.percentile(99) / 1e6),
    most: rounded(late.max / 1e6),
  };
  return {
    seconds: rounded(seconds),
    mb: { own: Math.round(most.own), reader: Math.round(most.reader) },
    readerCpu: most.cpu,
    lateMs,
  };
}

/** Requests that were approved and wait to be made, of one person and a machine each: written by the store behind what was told. */
async function fillQueue({ store }: Awaited<ReturnType<typeof openStore>>, at: number): Promise<void> {
  const entry = { actor: 'system', action: 'x.y', subject: 'request', role: 'system', outcome: 'done' } as const;
  await store.transact((unit) => unit.record({ ...entry, changes: [create('person', person('p'))] }));
  for (let from = 0; from < WAITING; from += 20) {
    const changes = Array.from({ length: 20 }, (_, i) => from + i).flatMap((n) => [
      create('workstation', workstation(`w${n}`, { assetNumber: `PN-${n}`, state: 'commissioned' })),
      create('request', request(`r${n}`, 'p', { workstationId: `w${n}`, state: 'approved', submittedAt: at + n })),
    ]);
    await store.transact((unit) => unit.record({ ...entry, changes }));
  }
}

const folder = mkdtempSync(join(process.env['TMPDIR'] ?? '/var/tmp', 'jeton-bench-reports-'));
const path = join(folder, 'jeton.db');

/** The dates of requests that wait and were told none, as the node that leads reckons them. */
async function dates(opened: Awaited<ReturnType<typeof openStore>>, readings: Readings, now: number) {
  await fillQueue(opened, now);
  const task = {
    now,
    timeZone: ZONE,
    roster: [],
    coming: [],
    within: 10,
    leadDays: 15,
    passing: { continuity: 7, crisis: 30 },
    bench: { slots: 16, msPerToken: 120_000 },
    workDay: {
      endHour: { usual: 17, surge: 19 },
      target: { low: 25, high: 30, surge: 50 },
      surge: null,
      longestSurge: { from: 20_800, until: 20_803 },
    },
  };
  const datesMs = await several(async () => {
    const told = await readings.dates(task);
    if (told.length !== WAITING) throw new Error(`${told.length} dates of ${WAITING}`);
  });
  return { datesMs };
}

async function measure({ size, before, last }: { size: number; before: number; last: number }) {
  // it is the morning after the last entry
  const begun = performance.now();
  const today = dateAt(last + DAY_MS, ZONE);
  /** Today is counted again a minute after it was, and not before where nothing was written. */
  let minutes = 0;
  const clock = {
    now: () => Math.round(dayOf(today, ZONE).begin + 9 * 3_600_000 + minutes * 60_000 + performance.now() - begun),
  };
  const opened = await openStore({ path, clock, chance, judge: noJudge, rowKey: ROW_KEY });
  const readings = openReadings({ place: { path }, exports: folder, stands: async () => '' });
  const checkpoint = async () => ({ size, root: await rootAt(size, opened.journal.node), note: '' });
  const days = createDailyReports({
    read: readings.report,
    firstAt: opened.journal.firstAt,
    keptUpTo: opened.dayEnds.lastAt,
    entriesBefore: opened.journal.entriesBefore,
    clock,
    timeZone: ZONE,
    keepDayEnd: opened.dayEnds.keep,
    keptReports: opened.dayEnds.reports,
    checkpoint,
    covering: checkpoint,
  });
  const periods = createPeriodReports({
    sum: readings.sums,
    days,
    firstAt: opened.journal.firstAt,
    clock,
    timeZone: ZONE,
  });
  try {
    const begins = dateAt((await opened.journal.firstAt()) ?? 0, ZONE);
    const steps: string[] = [];
    const told = setInterval(() => {
      const { date, done, total, perSecond, leftMs } = days.counting() ?? {};
      steps.push(`${date} ${done}/${total} ${perSecond}/s, ${Math.round((leftMs ?? 0) / 1000)} s left`);
    }, 30_000);
    const first = await watched(days.keepDayEnds);
    clearInterval(told);
    for (const step of steps) console.error(step);
    const count = Math.round((clock.now() - FIRST) / DAY_MS);
    const anyDay = (round: number) => days.daily(dayAfter(begins, Math.floor(((round + 0.5) * count) / (ROUNDS + 1))));
    return {
      entries: size,
      days: count,
      gigabytes: rounded(statSync(path).size / 1e9),
      load: loadavg()[0],
      first: { ...first, counted: size - before, perSecond: Math.round((size - before) / first.seconds) },
      anyDayMs: await several(anyDay),
      weekMs: await several((round) => periods.period('week', dayAfter(begins, Math.floor((round * count) / ROUNDS)))),
      todayMs: await several(() => {
        minutes += 1;
        return days.daily(today);
      }),
      yearMs: await several(() => periods.trends('year')),
      mend: await watched(periods.mend),
      ...(size === STEPS.at(-1) ? await dates(opened, readings, clock.now()) : {}),
    };
  } finally {
    await readings.close();
    await opened.close();
  }
}

// a service is held by its ports while a process reads for it; here nothing else is
const held = setInterval(() => {}, 60_000);
const child = fork(new URL('./big-journal.child.ts', import.meta.url), { execArgv: process.execArgv });
const asked = async <R>(message: object): Promise<R> => {
  child.send(message);
  const [answer] = (await once(child, 'message')) as [R];
  return answer;
};
try {
  await (await openStore({ path, clock: { now: () => FIRST }, chance, judge: noJudge, rowKey: ROW_KEY })).close();
  const wish = { path, first: FIRST, agents: AGENTS, entries: ENTRIES, years: YEARS };
  console.error(JSON.stringify(await asked(wish satisfies Wish)));
  for (const [nth, size] of STEPS.entries()) {
    const begun = performance.now();
    const { last } = await asked<{ last: number }>({ until: size });
    console.error(`${size} entries told in ${Math.round((performance.now() - begun) / 1000)} s`);
    console.log(JSON.stringify(await measure({ size, before: STEPS[nth - 1] ?? 0, last }), null, 2));
  }
} finally {
  clearInterval(held);
  child.disconnect();
  rmSync(folder, { recursive: true, force: true });
}

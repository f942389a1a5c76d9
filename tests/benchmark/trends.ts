/**
 * What reports of many days cost: `npm run bench -- trends [YEARS [TECHNICIANS [ROUNDS]]]`. A database with the kept report of
 * every day of YEARS (5), as TECHNICIANS (10) for a hundred services make them, ten weeks of crisis in the last year, and 500
 * open requests at the end of each day. The process that reads for the service makes what the page of trends asks for; the
 * service itself reads one kept day. The same with the last year alone: the cost is that of the year, not of the database.
 * And the dates of WAITING requests (2,000) of which nobody was told one, as the node that leads reckons them each minute.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReadings } from '../../src/app/readings/readings.ts';
import { dayOf as dayNumber } from '../../src/book/rules/calendar/working-days.ts';
import { create } from '../../src/book/tables/lifecycle.ts';
import { chance, steadyClock as clock } from '../../src/chance.ts';
import { dayOf } from '../../src/reports/day.ts';
import { KeptReport } from '../../src/reports/day-reading.ts';
import { dayAfter, monthsUpTo, type Period } from '../../src/reports/weeks-and-months.ts';
import { openStore } from '../../src/store/store.ts';
import { noJudge } from '../support/records/no-judge.ts';
import { ROW_KEY } from '../support/records/row-key.ts';
import { person, request, workstation } from '../support/records/rows.ts';
import { keptDays } from '../support/world/kept-days.ts';
import { median } from './rate.ts';

const YEARS = Number(process.argv[2] ?? 5);
const TECHNICIANS = Number(process.argv[3] ?? 10);
const ROUNDS = Number(process.argv[4] ?? 7);
const WAITING = 2_000;
const ZONE = 'Europe/Paris';
const TODAY = '2026-11-27';
const OPEN = JSON.stringify({
  open: Array.from({ length: 500 }, (_, i) => [
    `request-${i}`,
    { state: 'approved', service: 'PREF-001', note: 'x'.repeat(250) },
  ]),
});
const months = monthsUpTo(TODAY, 12);
const year: Period = { first: months[0]?.first ?? TODAY, last: TODAY };
const PERIODS: readonly Period[] = [{ first: dayAfter(TODAY, -29), last: TODAY }, year, ...months];

async function ms(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Requests that were approved and wait to be made, of one person and a machine each. */
async function fillQueue({ store }: Awaited<ReturnType<typeof openStore>>): Promise<void> {
  const [actor, action, subject, at] = ['system', 'x.y', 'request', Date.parse(`${TODAY}T08:00:00Z`)];
  const entry = { actor, action, subject, role: 'system', outcome: 'done' } as const;
  await store.transact((unit) => unit.record({ ...entry, changes: [create('person', person('a'))] }));
  for (let from = 0; from < WAITING; from += 20) {
    const changes = Array.from({ length: 20 }, (_, i) => from + i).flatMap((n) => [
      create('workstation', workstation(`w${n}`, { assetNumber: `PN-${n}`, state: 'commissioned' })),
      create('request', request(`r${n}`, 'a', { workstationId: `w${n}`, state: 'approved', submittedAt: at + n })),
    ]);
    await store.transact((unit) => unit.record({ ...entry, changes }));
  }
}

const folder = mkdtempSync(join(tmpdir(), 'jeton-bench-trends-'));
/** A database with the days from the first on, the process that reads it, and what is measured of it. */
async function opened(first: string) {
  const path = join(folder, `${first}.db`);
  const store = await openStore({ path, clock, chance, judge: noJudge, rowKey: ROW_KEY });
  const readings = openReadings({ place: { path }, exports: folder, stands: async () => '' });
  const crisis = { first: dayAfter(TODAY, -200), last: dayAfter(TODAY, -130) };
  const days = await keptDays({ first, last: TODAY }, { technicians: TECHNICIANS, crisis });
  for (const { at, report } of days) await store.dayEnds.keep({ at, open: OPEN, report: JSON.stringify(report) });
  await fillQueue(store);
  const task = { timeZone: ZONE, begins: first, today: TODAY, beside: [] };
  const sum = (periods: readonly Period[]) => () => readings.sums({ ...task, periods });
  const now = Date.parse(`${TODAY}T10:00:00Z`);
  const decided = {
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
  const dates = async () => {
    const told = await readings.dates({ now, timeZone: ZONE, ...decided });
    if (told.length !== WAITING || told.some(({ fromDay }) => fromDay < dayNumber(now)))
      throw new Error(`${told.length} dates of ${WAITING}`);
  };
  const { end } = dayOf(dayAfter(TODAY, -180), ZONE);
  return {
    days: days.length,
    parts: {
      trends: sum(PERIODS),
      week: sum([{ first: dayAfter(TODAY, -6), last: TODAY }]),
      keptDay: async () => KeptReport.parse((await store.dayEnds.reports(end, end))[0]),
      dates,
    },
    close: async () => {
      await readings.close();
      await store.close();
    },
  };
}
type Opened = Awaited<ReturnType<typeof opened>>;

const rounded = (value: number): number => Math.round(value * 100) / 100;
/** Both databases in turn, so that what else the machine does falls on either: ms and their ratio, least – median – most. */
async function inTurn(part: keyof Opened['parts'], all: Opened, one: Opened) {
  const rounds: { all: number; oneYear: number; ratio: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [many, few] = [await ms(all.parts[part]), await ms(one.parts[part])];
    rounds.push({ all: many, oneYear: few, ratio: many / few });
  }
  const spread = (of: 'all' | 'oneYear' | 'ratio'): string => {
    const values = rounds.map((round) => round[of]);
    return [Math.min(...values), median(values), Math.max(...values)].map(rounded).join(' – ');
  };
  return { all: spread('all'), oneYear: spread('oneYear'), ratio: spread('ratio') };
}

// a service is held by its ports while a process reads for it; here nothing else is
const held = setInterval(() => {}, 60_000);
try {
  const [all, one] = [await opened(`${2026 - YEARS}-12-01`), await opened(year.first)];
  try {
    // a process starts with the first of each
    const first = { all: rounded(await ms(all.parts.trends)), oneYear: rounded(await ms(one.parts.trends)) };
    const figures: Record<string, unknown> = { first };
    for (const part of ['trends', 'week', 'keptDay', 'dates'] as const) figures[part] = await inTurn(part, all, one);
    const days = { all: all.days, oneYear: one.days };
    console.log(
      JSON.stringify({ years: YEARS, technicians: TECHNICIANS, load: loadavg()[0], days, ms: figures }, null, 2),
    );
  } finally {
    await all.close();
    await one.close();
  }
} finally {
  clearInterval(held);
  rmSync(folder, { recursive: true, force: true });
}

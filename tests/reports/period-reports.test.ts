import { create } from '../../src/book/tables/lifecycle.ts';
import { createDailyReports } from '../../src/reports/days.ts';
import { createPeriodReports } from '../../src/reports/period-reports.ts';
import { datesOf, monthsUpTo, periodOf, weekdayOf, weekNumber } from '../../src/reports/weeks-and-months.ts';
import { person, request } from '../support/records/rows.ts';
import { openTestStore } from '../support/records/store.ts';
import { daysHere, sumsHere } from '../support/world/reading-here.ts';

const DAY = 86_400_000;
const SYSTEM = { actor: 'system', role: 'system', outcome: 'done' } as const;

describe('weeks and months', () => {
  it('are those of the wall calendar', () => {
    expect(periodOf('week', '2026-11-29')).toEqual({ first: '2026-11-23', last: '2026-11-29' });
    expect(periodOf('week', '2026-11-23', -1)).toEqual({ first: '2026-11-16', last: '2026-11-22' });
    expect(periodOf('month', '2024-02-10')).toEqual({ first: '2024-02-01', last: '2024-02-29' });
    expect(periodOf('month', '2026-01-31', -1)).toEqual({ first: '2025-12-01', last: '2025-12-31' });
    expect(periodOf('month', '2026-12-31', 1)).toEqual({ first: '2027-01-01', last: '2027-01-31' });
    expect(monthsUpTo('2026-02-27', 3).map(({ first }) => first)).toEqual(['2025-12-01', '2026-01-01', '2026-02-01']);
    expect(datesOf({ first: '2026-03-28', last: '2026-03-30' })).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
    expect(datesOf({ first: '2026-03-28', last: '2026-03-27' })).toEqual([]);
    expect(['2026-11-23', '2026-11-29'].map(weekdayOf)).toEqual([0, 6]);
  });
  it('are numbered by ISO 8601', () => {
    expect(['2026-11-27', '2026-01-01', '2027-01-01', '2025-12-29', '2020-12-31'].map(weekNumber)).toEqual([
      ...[48, 1, 53, 1, 53],
    ]);
  });
});

/** A journal with one request on each of so many days, and the reports of it. */
async function workshop(days: number) {
  const s = await openTestStore();
  const read: [number, number][] = [];
  const linesBetween = (from: number, to: number) => {
    read.push([from, to]);
    return s.journal.linesBetween(from, to);
  };
  const of = { firstAt: s.journal.firstAt, clock: s.clock, timeZone: 'Europe/Paris' };
  const reports = createDailyReports({
    ...of,
    checkpoint: async () => ({ size: 0, root: new Uint8Array(32), note: '' }),
    covering: async () => ({ size: 0, root: new Uint8Array(32), note: '' }),
    ...daysHere({ ...s.journal, linesBetween, lastDayEnd: s.dayEnds.last }, s.dayEnds),
  });
  const periods = createPeriodReports({ ...of, days: reports, sum: sumsHere(s.dayEnds) });
  for (let day = 0; day < days; day++) {
    if (day > 0) s.clock.pass(DAY);
    await reports.keepDayEnds();
    const row = request(`r${day}`, `p${day}`, { submittedAt: s.clock.now() });
    const changes = [create('person', person(row.holderId)), create('request', row)];
    await s.store.transact((u) =>
      u.record({ ...SYSTEM, action: 'request.submit', subject: `request:${row.id}`, changes }),
    );
  }
  return { ...s, reports, periods, read };
}
/** A kept report is edited by hand; undefined: it is deleted. */
const spoil = (dayEnds: Awaited<ReturnType<typeof workshop>>['dayEnds'], at: number) =>
  dayEnds.keep({ at, open: '{}', report: '{"received":99}' }, true);

describe('reports of weeks and months', () => {
  it('add up the days that were kept and the one that runs, and read no other entry', async () => {
    const w = await workshop(9); // from Tuesday 24 November 1998 to Wednesday 2 December
    w.read.length = 0;
    const week = await w.periods.period('week', '1998-12-02');
    expect(week).toMatchObject({ first: '1998-11-30', last: '1998-12-06', received: 3, complete: false, missing: [] });
    expect(week.days.map(({ date }) => date)).toEqual(['1998-11-30', '1998-12-01', '1998-12-02']);
    expect(w.read).toEqual([[Date.UTC(1998, 11, 1, 23), Date.UTC(1998, 11, 2, 23)]]);
    const last = await w.periods.period('week', '1998-11-29');
    // the journal begins on a Tuesday: no day before it is missing
    expect(last).toMatchObject({ received: 6, complete: true, missing: [], end: { backlog: 6 } });
    expect(await w.periods.period('month', '1998-11-30')).toMatchObject({ received: 7, complete: true });
    expect(w.read).toHaveLength(1);
  });
  it('refuse days that do not exist or have not begun; those before the journal are empty', async () => {
    const w = await workshop(1);
    await expect(w.periods.period('week', '1998-02-30')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(w.periods.period('month', '1998-12-01')).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await w.periods.period('month', '1998-10-01')).toMatchObject({ received: 0, days: [], end: null });
  });
  it('count anew what was edited, and keep it so', async () => {
    const w = await workshop(4);
    const before = await w.periods.period('week', '1998-11-25');
    await spoil(w.dayEnds, Date.UTC(1998, 10, 25, 23));
    expect(await w.periods.period('week', '1998-11-25')).toEqual(before);
    w.read.length = 0;
    await w.periods.period('week', '1998-11-25');
    expect(w.read).toHaveLength(1); // of today alone
  });
  it('say which days are to be counted where they are many, and have them counted by the round', async () => {
    const w = await workshop(8);
    const before = await w.periods.period('month', '1998-11-25');
    for (const day of [24, 25, 26, 27, 28]) await spoil(w.dayEnds, Date.UTC(1998, 10, day, 23));
    expect(await w.periods.period('month', '1998-11-25')).toMatchObject({
      received: before.received - 5,
      missing: [24, 25, 26, 27, 28].map((day) => `1998-11-${day}`),
    });
    await w.periods.mend();
    w.read.length = 0;
    expect(await w.periods.period('month', '1998-11-25')).toEqual(before);
    await w.periods.mend();
    expect(w.read).toEqual([]);
  });
});

describe('trends', () => {
  it('hold thirty days, twelve months, and what was done for whom in a chosen time', async () => {
    const w = await workshop(9);
    const { days, months, chosen, missing } = await w.periods.trends('last-month');
    expect([days.length, months.length, missing]).toEqual([9, 12, []]);
    expect(months.slice(-2)).toMatchObject([
      { first: '1998-11-01', last: '1998-11-30', days: 7 },
      { first: '1998-12-01', last: '1998-12-31', days: 2 },
    ]);
    expect(chosen).toMatchObject({ first: '1998-11-01', last: '1998-11-30', received: 7 });
    expect((await w.periods.trends('month')).chosen.received).toBe(2);
    const { chosen: year } = await w.periods.trends('year');
    expect(year).toMatchObject({ first: '1998-01-01', last: '1998-12-02', received: 9 });
    expect(year.sites.reduce((all, { received }) => all + received, 0)).toBe(9);
    expect(JSON.stringify(year)).not.toContain('producers');
  });
});

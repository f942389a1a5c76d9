import { dayOf, isWorkingDay } from '../../src/book/rules/calendar/working-days.ts';
import type { RequestState } from '../../src/book/tables/states.ts';
import { DAY_MS } from '../../src/durations.ts';
import { computePromises } from '../../src/reports/compute-promises.ts';

/** A Wednesday morning. */
const NOW = Date.UTC(2026, 10, 25, 9);
const TASK = {
  now: NOW,
  timeZone: 'Europe/Paris',
  roster: [],
  coming: [],
  bench: { slots: 0, msPerToken: null },
  workDay: {
    endHour: { usual: 17, surge: 19 },
    target: { low: 25, high: 30, surge: 50 },
    surge: null,
    longestSurge: { from: 20_800, until: 20_803 },
  },
  within: 10,
  leadDays: 15,
  passing: { continuity: 7, crisis: 30 },
};
const TODAY = dayOf(NOW);
type Told = {
  nth: number;
  fromDay: number;
  midDay: number;
  byDay: number;
  ahead: number;
  blankDay: number | null;
  madeAt: number;
};
const waits = (id: string, state: RequestState = 'approved', promise: Told | null = null) => ({
  id,
  state,
  promise,
});
const records = (waiting: ReturnType<typeof waits>[], blanks = 1000) => ({
  blanks: async () => blanks,
  waiting: async () => waiting,
  lastDayEnd: async () => undefined,
  keptReports: async () => [],
});

describe('dates that are reckoned', () => {
  it('are those of the queue, from what one technician makes usually where nothing was measured', async () => {
    const queue = Array.from({ length: 100 }, (_, at) => waits(`r${at}`));
    const dates = await computePromises(TASK, records(queue));
    expect(dates).toHaveLength(100);
    expect(dates.map(({ ahead }) => ahead)).toEqual(queue.map((_, at) => at));
    // 27 and a half a day: the first are made today, the last on the fourth working day or about
    expect(dates[0]).toMatchObject({ fromDay: TODAY, reach: 'near' });
    expect(dates[99]?.midDay).toBeGreaterThan(TODAY + 2);
    expect(dates[99]?.midDay).toBeLessThan(TODAY + 8);
    for (const { fromDay, midDay, byDay } of dates) {
      expect(fromDay).toBeLessThanOrEqual(midDay);
      expect(midDay).toBeLessThanOrEqual(byDay);
      expect(isWorkingDay(byDay)).toBe(true);
    }
  });

  it('wait for a delivery where the stock is used up, which takes as long as was decided', async () => {
    const queue = Array.from({ length: 40 }, (_, at) => waits(`r${at}`));
    const dates = await computePromises(TASK, records(queue, 20));
    expect(dates[19]?.byDay).toBeLessThan(TODAY + 10);
    // fifteen working days are three weeks
    for (const { fromDay, blankDay } of dates.slice(20)) {
      expect(fromDay).toBeGreaterThanOrEqual(TODAY + 21);
      expect(blankDay).toBe(TODAY + 21);
    }
    expect(dates[19]?.blankDay).toBeNull();
    const coming = [
      { day: TODAY + 9, count: 30 },
      { day: TODAY + 2, count: 10 },
    ];
    const sooner = await computePromises({ ...TASK, coming }, records(queue, 20));
    expect([20, 29, 30, 39].map((at) => sooner[at]?.blankDay)).toEqual([TODAY + 2, TODAY + 2, TODAY + 9, TODAY + 9]);
  });

  it('know who is to work: none on a closed day, and sooner with more hands', async () => {
    const queue = Array.from({ length: 100 }, (_, at) => waits(`r${at}`));
    const plan = (days: number, technicians: number) => {
      const roster = [{ nth: 1, firstDay: TODAY, lastDay: TODAY + days, technicians }];
      return computePromises({ ...TASK, roster }, records(queue));
    };
    // Wednesday to Friday closed
    for (const { fromDay } of await plan(2, 0)) expect(fromDay).toBeGreaterThanOrEqual(TODAY + 5);
    const [one, four] = [await plan(10, 1), await plan(10, 4)];
    expect(four[99]?.byDay).toBeLessThan(Number(one[99]?.midDay));
  });

  it('are reckoned again to the same days', async () => {
    const queue = Array.from({ length: 40 }, (_, at) => waits(`r${at}`, at % 3 === 0 ? 'submitted' : 'approved'));
    expect(await computePromises(TASK, records(queue))).toEqual(await computePromises(TASK, records(queue)));
  });

  it('leave out who was told today, and who was told what still holds', async () => {
    const told = { nth: 1, fromDay: TODAY, midDay: TODAY, byDay: TODAY + 1, ahead: 0, blankDay: null, madeAt: NOW };
    const before = { ...told, madeAt: NOW - DAY_MS };
    const dates = await computePromises(
      TASK,
      records([waits('today', 'approved', told), waits('holds', 'approved', before), waits('new')]),
    );
    expect(dates.map(({ requestId }) => requestId)).toEqual(['new']);
  });

  it('name again who is told a day that is past', async () => {
    const past = {
      nth: 1,
      fromDay: TODAY - 3,
      midDay: TODAY - 2,
      byDay: TODAY - 1,
      ahead: 0,
      blankDay: null,
      madeAt: NOW - 3 * DAY_MS,
    };
    const dates = await computePromises(TASK, records([waits('late', 'approved', past)]));
    expect(dates.map(({ requestId }) => requestId)).toEqual(['late']);
  });
});

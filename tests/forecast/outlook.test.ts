import fc from 'fast-check';
import { plannedBy } from '../../src/book/rules/calendar/roster.ts';
import { isWorkingDay, mondayOf } from '../../src/book/rules/calendar/working-days.ts';
import { mostOf } from '../../src/forecast/bench.ts';
import { blanksOf } from '../../src/forecast/blanks.ts';
import { NEVER_JUDGED } from '../../src/forecast/levels.ts';
import { forecast, SHOWN_DAYS } from '../../src/forecast/outlook.ts';
import { attendanceOf } from '../../src/forecast/planned.ts';
import { readyDays } from '../../src/forecast/promise.ts';
import { drawScenarios, type Workshop } from '../../src/forecast/scenarios.ts';
import { asIf } from '../../src/forecast/what-if.ts';

const MONDAY = mondayOf(20_800);
const NOTHING = { technicians: 0, surge: null, delivery: null, slots: null };
const MINUTE = 60_000;
/** Eight hours, a token of six minutes: eighty of each slot a day. */
const BENCH = { slots: 4, msPerToken: 6 * MINUTE, hours: 8 };
const PLENTY = { now: 10_000, coming: [], enoughFrom: MONDAY };

/** Two technicians who made 56 a day, for as many that were asked for. */
function workshop(more: Partial<Workshop> = {}): Workshop {
  const days = Array.from({ length: 40 }, (_, at) => MONDAY - 40 + at).filter(isWorkingDay);
  const perHour = Array.from({ length: 24 }, (_, hour) => (hour >= 9 && hour < 17 ? 7 : 0));
  const measured = days.map((day) => ({
    day,
    made: 56,
    technicians: 2,
    waiting: 100,
    urgent: { continuity: 0, crisis: 0 },
    perHour,
    approval: null,
  }));
  const planned = plannedBy([]);
  const asked = measured.map(() => 56);
  const now = { today: MONDAY, hour: 8, measured, planned, usual: 28 };
  return {
    ...now,
    asked,
    more: 0,
    blanks: PLENTY,
    bench: BENCH,
    passing: { continuity: 7, crisis: 30 },
    longer: () => 1,
    ...more,
  };
}
const asked = (waiting: number, campaign = 0) => ({ waiting, campaign, within: 5 });
const middle = (of: Workshop, waiting: number): number[] => forecast(of, asked(waiting)).days.map(({ mid }) => mid);

describe('what is to come of a workshop', () => {
  it('says with how many technicians each day is reckoned: as planned, else as on the last days', () => {
    const hands = (of: Workshop) => forecast(of, asked(300)).days.map((one) => [one.technicians, one.reckoned]);
    expect(new Set(hands(workshop()).map(String))).toEqual(new Set([',2']));
    expect(hands(workshop({ measured: [] }))[0]).toEqual([null, 1]);
    const planned = plannedBy([{ nth: 1, firstDay: MONDAY, lastDay: MONDAY, technicians: 4 }]);
    expect(hands(workshop({ planned })).slice(0, 2)).toEqual([
      [4, 4],
      [null, 2],
    ]);
    // a week that is planned goes on
    const week = plannedBy([{ nth: 1, firstDay: MONDAY, lastDay: MONDAY + 4, technicians: 3 }]);
    expect(hands(workshop({ planned: week }))[7]).toEqual([null, 3]);
  });

  it('is shown for as many working days, in a band around the middle', () => {
    const { days } = forecast(workshop(), asked(300));
    expect(days).toHaveLength(SHOWN_DAYS);
    for (const { day, low, mid, high } of days) {
      expect(isWorkingDay(day)).toBe(true);
      expect([low <= mid, mid <= high, low >= 0]).toEqual([true, true, true]);
    }
    // nobody knows what is far as well as what is near
    const width = ({ low, high }: (typeof days)[number]): number => high - low;
    expect(width(days.at(-1)!)).toBeGreaterThan(width(days[0]!));
  });

  it('stays as it is where as many are asked for as are made, and grows where more are', () => {
    const [first, last] = [middle(workshop(), 300)[0], middle(workshop(), 300).at(-1)];
    expect(Math.abs(Number(last) - Number(first))).toBeLessThan(80);
    const busy = workshop().asked.map(() => 80);
    expect(middle(workshop({ asked: busy }), 300).at(-1)).toBeGreaterThan(500);
  });

  it('counts what is urgent once, and says how many a day it takes to hold the aim', () => {
    const { needed, pace } = forecast(workshop(), asked(560));
    // 560 within five days
    expect(needed).toBe(112);
    expect(pace).toBeGreaterThan(45);
    expect(pace).toBeLessThan(67);
    // nothing waits: as many as are asked for
    expect(forecast(workshop(), asked(0)).needed).toBe(56);
    const urgent = workshop().measured.map((day) => ({ ...day, urgent: { continuity: 20, crisis: 0 } }));
    expect(forecast(workshop({ measured: urgent }), asked(560))).toEqual(forecast(workshop(), asked(560)));
  });

  it('knows closed days, and who is to come', () => {
    const closed = plannedBy([{ nth: 1, firstDay: MONDAY, lastDay: MONDAY + 4, technicians: 0 }]);
    const { days } = forecast(workshop({ planned: closed }), asked(300));
    expect(days[0]?.day).toBe(MONDAY + 7);
    const today = plannedBy([{ nth: 1, firstDay: MONDAY, lastDay: MONDAY, technicians: 0 }]);
    const saturday = plannedBy([{ nth: 1, firstDay: MONDAY + 5, lastDay: MONDAY + 5, technicians: 1 }]);
    // one day says nothing of those after it
    for (const planned of [today, saturday])
      expect(Math.abs(forecast(workshop({ planned }), asked(300)).pace - 56)).toBeLessThan(8);
    const four = plannedBy([{ nth: 1, firstDay: MONDAY, lastDay: MONDAY + 25, technicians: 4 }]);
    expect(middle(workshop({ planned: four }), 300).at(-1)).toBeLessThan(60);
  });

  it('ends with the stock until more comes', () => {
    const short = { now: 100, coming: [], enoughFrom: MONDAY + 14 };
    const { stockEnds, days } = forecast(workshop({ blanks: short }), asked(300));
    expect(stockEnds).toBe(MONDAY + 1);
    // fifty-six a day come, and nothing is made any more
    expect(Number(days[8]?.mid) - Number(days[3]?.mid)).toBeGreaterThan(200);
    // only what is asked for uses it
    const few = forecast(workshop({ asked: [5], blanks: short }), asked(0));
    expect([few.stockEnds, few.days.at(-1)?.mid]).toEqual([null, 0]);
    const told = { ...short, coming: [{ day: MONDAY + 1, count: 5000 }] };
    expect(forecast(workshop({ blanks: told }), asked(300)).stockEnds).toBeNull();
  });

  it('says how many blanks are missing and when, in the light of what is expected', () => {
    const order = { today: MONDAY, leadDays: 15 };
    const shortOf = (expected: Workshop['blanks']['coming']) =>
      forecast(workshop({ blanks: blanksOf(order, { now: 100, expected }) }), asked(300)).short;
    const bare = shortOf([]);
    expect(bare).toMatchObject({ day: MONDAY + 1 });
    expect(bare?.most).toBeGreaterThan(bare?.missing ?? 0);
    // half of what is missing comes in time, and then there is a second gap until all of it is there
    const some = shortOf([{ day: MONDAY + 1, count: 100 }]);
    expect(some?.day).toBeGreaterThan(MONDAY + 1);
    expect(shortOf([{ day: MONDAY + 1, count: 5000 }])).toBeNull();
    // one whose day is past is not counted with
    expect(shortOf([{ day: MONDAY - 1, count: 5000 }])).toEqual(bare);
  });

  it('counts with an order of today where nothing is expected, and after the last one that is', () => {
    const of = (expected: Workshop['blanks']['coming']) =>
      blanksOf({ today: MONDAY, leadDays: 5 }, { now: 0, expected }).enoughFrom;
    expect(of([])).toBe(MONDAY + 7);
    expect(of([{ day: MONDAY + 1, count: 1 }])).toBe(MONDAY + 8);
    // what comes later than an order of today puts no order off: a year that was mistyped moves no date
    expect(of([{ day: MONDAY + 180, count: 1 }])).toBe(MONDAY + 7);
    expect(
      of([
        { day: MONDAY + 1, count: 1 },
        { day: MONDAY + 180, count: 1 },
      ]),
    ).toBe(MONDAY + 8);
  });

  it('is told the same twice', () => {
    expect(forecast(workshop(), asked(300))).toEqual(forecast(workshop(), asked(300)));
  });
});

describe('what is tried', () => {
  const tried = (more: Partial<Parameters<typeof asIf>[1]>) =>
    forecast(asIf(workshop(), { ...NOTHING, ...more }), asked(560));
  const usual = forecast(workshop(), asked(560));

  it('is nothing where nothing is changed', () => {
    expect(tried({})).toEqual(usual);
  });

  it.each([
    ['one technician more', { technicians: 1 }, 1.5],
    ['surge mode', { surge: (day: number) => (day >= MONDAY ? 1.25 : 1) }, 1.25],
    ['one technician fewer', { technicians: -1 }, 0.5],
  ])('makes as many more: %s', (_, more, times) => {
    expect(tried(more).pace / usual.pace).toBeGreaterThan(times * 0.88);
    expect(tried(more).pace / usual.pace).toBeLessThan(times * 1.12);
  });

  it('leaves a closed day closed', () => {
    const planned = plannedBy([{ nth: 1, firstDay: MONDAY, lastDay: MONDAY, technicians: 0 }]);
    const more = asIf(workshop({ planned }), { ...NOTHING, technicians: 3 });
    expect(forecast(more, asked(300)).days[0]?.day).toBe(MONDAY + 1);
  });

  it('counts with those who are planned already', () => {
    const planned = plannedBy([{ nth: 1, firstDay: MONDAY, lastDay: MONDAY + 4, technicians: 6 }]);
    const pace = (technicians: number) =>
      forecast(asIf(workshop({ planned }), { ...NOTHING, technicians }), asked(560)).pace;
    expect(pace(0)).toBeGreaterThan(130);
    expect(pace(1)).toBeGreaterThan(pace(0));
  });

  it('makes nothing where more technicians are left out than there are', () => {
    expect(tried({ technicians: -5 }).pace).toBeLessThan(2);
  });

  it('brings a campaign over the days that are shown', () => {
    const { days, needed } = forecast(workshop(), asked(0, 300));
    expect(needed).toBe(76);
    expect(days.at(-1)?.mid).toBeGreaterThan(Number(forecast(workshop(), asked(0)).days.at(-1)?.mid) + 150);
  });

  it('brings blank tokens', () => {
    const short = workshop({ blanks: { now: 50, coming: [], enoughFrom: MONDAY + 21 } });
    const delivery = { day: MONDAY + 3, count: 2000 };
    expect(forecast(short, asked(300)).stockEnds).toBe(MONDAY);
    const last = (of: Workshop): number => Number(forecast(of, asked(300)).days.at(-2)?.mid);
    expect(last(asIf(short, { ...NOTHING, delivery }))).toBeLessThan(last(short) - 400);
  });
});

describe('who comes of those who were planned', () => {
  it('is measured, and before that nearly everybody', () => {
    const { measured } = workshop();
    const four = plannedBy([{ nth: 1, firstDay: MONDAY - 40, lastDay: MONDAY, technicians: 4 }]);
    expect(attendanceOf([], four)).toBeCloseTo(0.95);
    expect(attendanceOf(measured, four)).toBeLessThan(0.6);
    expect(attendanceOf(measured, plannedBy([]))).toBeCloseTo(0.95);
  });
});

describe('surge mode', () => {
  it('brings more of a longer day, and of what was made in one no more than of a usual one', () => {
    const quarter = () => 1.25;
    const next = (day: number) => (day >= MONDAY ? 1.25 : 1);
    const pace = (longer: Workshop['longer']) => forecast(workshop({ longer }), asked(3000)).pace;
    expect(pace(next) / pace(() => 1)).toBeCloseTo(1.25, 5);
    expect(pace(quarter)).toBeCloseTo(
      pace(() => 1),
      5,
    );
    // the slots make more of a longer day too
    const crowd = { more: 40, longer: next };
    expect(forecast(workshop(crowd), asked(3000)).pace).toBeCloseTo(400, 0);
  });
});

describe('what is urgent and asked for later', () => {
  /** What is made before others by the end of each day, in the first way that was drawn: nothing of it is there for whoever asked before. */
  const taken = (urgent: Workshop['measured'][number]['urgent']): number[] => {
    const measured = workshop().measured.map((day) => ({ ...day, urgent }));
    const [bare] = drawScenarios(workshop(), 0, 30).each;
    const [drawn] = drawScenarios(workshop({ measured }), 0, 30).each;
    return [...bare!].map((sum, at) => Math.round((sum - (drawn?.[at] ?? 0)) * 1000) / 1000);
  };

  it('takes its part from tomorrow on, of the days on which it still goes before who asks today', () => {
    const days = taken({ continuity: 3, crisis: 0 });
    // seven days from Monday on are the five of this week
    expect(days.slice(0, 8)).toEqual([0, 3, 6, 9, 12, 12, 12, 12]);
    expect(days.at(-1)).toBe(12);
  });

  it('takes it for longer in a crisis', () => {
    const days = taken({ continuity: 0, crisis: 2 });
    expect(days[8]).toBe(16);
    // and after thirty days no more
    const { days: ahead } = drawScenarios(workshop(), 0, 30);
    const within = ahead.slice(1, 30).filter((day) => day < MONDAY + 30).length;
    expect(days.at(-1)).toBe(2 * within);
  });
});

describe('the slots of the benches', () => {
  /** When the last of those who wait is ready, with so many slots. */
  const dates = (slots: number, more: Partial<Workshop>, waiting: number) => {
    const scenarios = drawScenarios(asIf(workshop(more), { ...NOTHING, slots }), waiting);
    const [last] = readyDays([{ ahead: waiting - 1, approved: true }], scenarios, NEVER_JUDGED, new Float64Array());
    return last!;
  };

  it('bound what many hands make on a day, and nothing where nothing was measured', () => {
    expect(mostOf(BENCH)).toBe(320);
    for (const unknown of [{ slots: 0 }, { msPerToken: null }, { msPerToken: 0 }])
      expect(mostOf({ ...BENCH, ...unknown })).toBe(Number.POSITIVE_INFINITY);
    const crowd = asIf(workshop(), { ...NOTHING, technicians: 40 });
    expect(forecast(crowd, asked(3000)).pace).toBeCloseTo(320, 0);
    expect(forecast(asIf(crowd, { ...NOTHING, slots: 8 }), asked(3000)).pace).toBeCloseTo(640, 0);
    // two technicians alone use no more than they did
    expect(forecast(asIf(workshop(), { ...NOTHING, slots: 8 }), asked(300))).toEqual(forecast(workshop(), asked(300)));
  });

  it('never make a date later where there are more of them, nor a total that does not add up', () => {
    const some = { slots: fc.integer({ min: 1, max: 12 }), extra: fc.integer({ min: 0, max: 12 }) };
    const rest = { minutes: fc.integer({ min: 1, max: 90 }), more: fc.integer({ min: 0, max: 20 }) };
    const waits = fc.integer({ min: 1, max: 800 });
    fc.assert(
      fc.property(fc.record({ ...some, ...rest, waits }), ({ slots, extra, minutes, more, waits }) => {
        const as = { more, bench: { ...BENCH, msPerToken: minutes * MINUTE } };
        const [few, many] = [dates(slots, as, waits), dates(slots + extra, as, waits)];
        expect([many.from <= few.from, many.mid <= few.mid, many.by <= few.by]).toEqual([true, true, true]);
        const { each } = drawScenarios(asIf(workshop(as), { ...NOTHING, slots }), waits);
        const most = mostOf({ ...as.bench, slots });
        for (const scenario of each.slice(0, 20))
          for (const [at, sum] of scenario.entries()) {
            const made = sum - (scenario[at - 1] ?? 0);
            expect(made).toBeLessThanOrEqual(Math.max(most, 0.5) + 1e-9);
            expect(made).toBeGreaterThanOrEqual(0);
          }
      }),
      { numRuns: 25 },
    );
  });
});

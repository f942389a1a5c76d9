import { workDayOf } from '../../src/book/rules/calendar/work-day.ts';
import { dayOf } from '../../src/book/rules/calendar/working-days.ts';
import { SURGE } from '../../src/book/rules/limits.ts';
import {
  type ForecastTask,
  type ForecastWeeks,
  fewestTried,
  readForecast,
  type Tried,
  triedFrom,
} from '../../src/reports/forecast.ts';

/** A Wednesday morning. */
const NOW = Date.UTC(2026, 10, 25, 9);
const [HOUR, MINUTE] = [3_600_000, 60_000];
const NOTHING: Tried = { technicians: 0, surge: false, delivery: null, slots: null, campaign: 0, plan: null };
const TRIED: Tried = { ...NOTHING, surge: true };
const FREE = { slots: 0, msPerToken: null };
/** Twenty tokens a day: fewer than one technician makes. */
const NARROW = { slots: 1, msPerToken: 24 * MINUTE };

/** What is foreseen of ninety requests, with surge mode as two persons decided it, or with none, and what was planned. */
async function foreseen(
  {
    surge,
    tried = null,
    roster = [],
  }: { surge?: { from: number; until: number }; tried?: Tried | null; roster?: ForecastTask['roster'] },
  bench: typeof FREE | typeof NARROW = FREE,
) {
  const value = surge && JSON.stringify({ ...surge, reason: 'demand' });
  const task = {
    now: NOW,
    timeZone: 'Europe/Paris',
    roster,
    coming: [],
    bench,
    workDay: workDayOf((id) => (id === SURGE ? value : undefined), NOW),
    within: 10,
    leadDays: 15,
    passing: { continuity: 7, crisis: 30 },
    tried,
  };
  return readForecast(task, {
    blanks: async () => 1000,
    waiting: async () => Array.from({ length: 90 }, (_, at) => ({ id: `r${at}`, state: 'approved', promise: null })),
    lastDayEnd: async () => undefined,
    keptReports: async () => [],
  });
}

describe('surge mode that is tried', () => {
  /** As long as policy lets it last: 72 hours. */
  const longest = { from: NOW, until: NOW + 72 * HOUR };
  const stillToCome = { from: NOW + 24 * HOUR, until: NOW + 96 * HOUR };
  const nearlyOver = { from: NOW - 48 * HOUR, until: NOW + HOUR };

  it.each([
    ['none was decided', undefined, FREE],
    ['none was decided, and the slots are few', undefined, NARROW],
    ['one lasts for another hour', nearlyOver, FREE],
    ['one is planned', stillToCome, FREE],
    ['one lasts for another hour, and the slots are few', nearlyOver, NARROW],
  ])('is foreseen as it is once it is decided: %s', async (_, surge, bench) => {
    const { tried } = await foreseen({ tried: TRIED, ...(surge ? { surge } : {}) }, bench);
    const { usual } = await foreseen({ surge: longest }, bench);
    expect(tried).toEqual(usual);
  });

  it('makes more than no surge mode, by as much as its days are longer, also where the slots are few', async () => {
    const made = ({ days }: ForecastWeeks): number => 90 - (days[1]?.mid ?? 0);
    for (const bench of [FREE, NARROW]) {
      const { usual, tried } = await foreseen({ tried: TRIED }, bench);
      expect(made(tried!) / made(usual)).toBeGreaterThan(1.15);
      expect(made(tried!) / made(usual)).toBeLessThanOrEqual(1.26);
    }
  });

  it('says until when it would last', async () => {
    expect((await foreseen({})).longestSurge).toBe(dayOf(NOW) + 3);
  });
});

describe('a plan that is tried', () => {
  const today = dayOf(NOW);
  const stands = { nth: 1, firstDay: today, lastDay: today + 20, technicians: 2 };
  const more = { firstDay: today + 1, lastDay: today + 9, technicians: 5 };
  const closed = { firstDay: today + 1, lastDay: today + 5, technicians: 0 };

  it.each([
    ['hands where nothing was planned', [], more],
    ['hands in place of a plan that stands', [stands], more],
    ['a closure in place of a plan that stands', [stands], closed],
  ])('is foreseen as it is once it is planned: %s', async (_, roster, plan) => {
    const { usual: before, tried } = await foreseen({ roster, tried: { ...NOTHING, plan } });
    const { usual: after } = await foreseen({ roster: [...roster, { nth: 2, ...plan }] });
    expect(tried).toEqual(after);
    expect(tried).not.toEqual(before);
  });

  it('is something to try by itself, also where it is a closure', () => {
    const none = { technicians: 0, surge: false, blanks: 0, on: undefined, slots: null, campaign: 0 };
    expect(triedFrom({ ...none, plan: null }, today)).toBeNull();
    expect(triedFrom({ ...none, plan: closed }, today)).toEqual({ ...NOTHING, plan: closed });
  });
});

describe('technicians who are tried to be missing', () => {
  const today = dayOf(NOW);
  it('are no more than there are on the day that has most, as it stands or is tried', async () => {
    const roster = [{ nth: 1, firstDay: today, lastDay: today + 20, technicians: 4 }];
    const found = await foreseen({ roster });
    expect(fewestTried(found, { ...NOTHING, technicians: -50 })).toBe(-4);
    const plan = { firstDay: today + 1, lastDay: today + 5, technicians: 6 };
    expect(fewestTried(found, { ...NOTHING, plan })).toBe(-6);
    expect(fewestTried(found, { ...NOTHING, plan: { ...plan, technicians: 120 } })).toBe(-50);
  });
});

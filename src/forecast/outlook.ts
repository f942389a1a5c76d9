import type { Day } from '../book/rules/calendar/working-days.ts';
import { blanksBy } from './blanks.ts';
import { LEVELS } from './levels.ts';
import { quantile } from './quantile.ts';
import { drawScenarios, handsOn, type Scenario, type Workshop } from './scenarios.ts';
import { seeded } from './seeded.ts';

/** What the supervisor of a workshop wants to know of the weeks to come. */
export interface Outlook {
  /** Requests for tokens that wait at the end of each worked day: in the middle of what may be, and eight cases of ten. */
  days: {
    day: Day;
    low: number;
    mid: number;
    high: number;
    /** As was planned; null: nothing was. */
    technicians: number | null;
    /** As many are reckoned with, in the middle of what may be: as planned, else as on the last days. */
    reckoned: number;
  }[];
  /** Tokens that a worked day has to bring so that whoever asks has theirs within `within` of them. */
  needed: number;
  /** What the workshop can make on a day, in the middle of what may be. */
  pace: number;
  /** The day on which the last blank token is used in half of all cases; null: not before a next order arrives. */
  stockEnds: Day | null;
  /**
   * The first day at whose end tokens could have been made and blanks were missing for them, how many, and how many on the worst of
   * the days that are shown; in the middle of what may be. Null: there are enough.
   */
  short: { day: Day; missing: number; most: number; mostDay: Day } | null;
}
interface Asked {
  /** Requests for tokens that wait. */
  waiting: number;
  /** Worked days within which a token is to be ready. */
  within: number;
  /** Requests that come beside the usual ones, over the days that are shown. */
  campaign: number;
}

/** Worked days that are shown. */
export const SHOWN_DAYS = 15;
const [LOW, HIGH] = [0.1, 0.9];
const { min, max, ceil, floor } = Math;

/** The workshop as if nothing held it up: the stock and what is urgent are counted as a part of the queue, once. */
const bare = (workshop: Workshop): Workshop => ({
  ...workshop,
  blanks: { now: 0, coming: [], enoughFrom: workshop.today },
  measured: workshop.measured.map((one) => ({ ...one, urgent: { continuity: 0, crisis: 0 } })),
});

/** One way in which the queue may go: what waits at the end of each day, and the day by which the stock is used up. */
function follow(
  scenario: Scenario,
  {
    first,
    limits,
    queue: before,
    arrive,
  }: { first: number; limits: readonly number[]; queue: number; arrive: readonly number[] },
): { queue: number[]; missing: number[]; end: number } {
  let [queue, made, end] = [before, 0, limits.length];
  // as if no token were ever missing
  let [free, could] = [before, 0];
  const missing: number[] = [];
  const each = limits.map((limit, at) => {
    const capacity = (scenario[first + at] ?? 0) - (scenario[first + at - 1] ?? 0);
    const wanted = queue + (arrive[at] ?? 0);
    const now = min(capacity, wanted, max(0, limit - made));
    made += now;
    queue = wanted - now;
    if (made >= limit) end = min(end, at);
    const usable = min(capacity, free + (arrive[at] ?? 0));
    free += (arrive[at] ?? 0) - usable;
    could += usable;
    missing.push(max(0, could - limit));
    return queue;
  });
  return { queue: each, missing, end };
}

/** When blanks are missing and how many, by how many are missing at the end of each day. */
function shortage(days: readonly Day[], missing: readonly number[]): Outlook['short'] {
  const first = missing.findIndex((n) => n > 0);
  if (first < 0) return null;
  const most = max(...missing);
  const worst = missing.indexOf(most);
  return { day: days[first] ?? 0, missing: missing[first] ?? 0, most, mostDay: days[worst] ?? 0 };
}

/**
 * How the queue goes on: days drawn as for announced dates, and requests that come as they came (Monte Carlo). The same
 * workshop, day and hour give the same outlook.
 */
export function forecast(workshop: Workshop, { waiting, within, campaign }: Asked): Outlook {
  const { today, asked, planned, blanks } = workshop;
  const { days, each, over } = drawScenarios(bare(workshop), 0, SHOWN_DAYS + 1);
  // a day that is over, or on which nobody works, is not shown
  const first = over < 1 ? 0 : 1;
  const shown = days.slice(first, first + SHOWN_DAYS);
  const hands = handsOn(workshop, days);
  const limits = shown.map((day) => blanksBy(blanks, day));
  const chance = seeded(today);
  const left = shown.map(() => new Float64Array(each.length));
  const lacks = shown.map(() => new Float64Array(each.length));
  const ends = new Float64Array(each.length);
  const paces = new Float64Array(each.length);
  let came = 0;
  for (const [at, scenario] of each.entries()) {
    // of today only what is left of it comes
    const usual = shown.map((_, day) => {
      return (asked[floor(chance() * asked.length)] ?? 0) * (first + day === 0 ? 1 - over : 1);
    });
    came += usual.reduce((sum, n) => sum + n, 0);
    const arrive = usual.map((n) => n + campaign / shown.length);
    const { queue, missing, end } = follow(scenario, { first, limits, queue: waiting, arrive });
    for (const [day, n] of queue.entries()) (left[day] as Float64Array)[at] = n;
    for (const [day, n] of missing.entries()) (lacks[day] as Float64Array)[at] = n;
    ends[at] = end;
    const [from, to] = [scenario[first - 1] ?? 0, scenario[first + shown.length - 1] ?? 0];
    paces[at] = (to - from) / max(1, shown.length - (first === 0 ? over : 0));
  }
  const mean = came / max(1, each.length * shown.length);
  const used = shown[ceil(quantile(ends.sort(), LEVELS.mid))];
  return {
    days: left.map((values, day) => {
      values.sort();
      return {
        day: shown[day] ?? today,
        technicians: planned(shown[day] ?? today) ?? null,
        reckoned: hands(shown[day] ?? today),
        low: quantile(values, LOW),
        mid: quantile(values, LEVELS.mid),
        high: quantile(values, HIGH),
      };
    }),
    needed: ceil(max(waiting / within, mean + campaign / SHOWN_DAYS)),
    pace: quantile(paces.sort(), LEVELS.mid),
    stockEnds: used ?? null,
    short: shortage(
      shown,
      lacks.map((values) => floor(quantile(values.sort(), LEVELS.mid))),
    ),
  };
}

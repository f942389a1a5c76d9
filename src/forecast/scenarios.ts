import { isWorked, type PlannedHands } from '../book/rules/calendar/roster.ts';
import type { Day } from '../book/rules/calendar/working-days.ts';
import { type Bench, mostOf } from './bench.ts';
import { type Blanks, blanksBy } from './blanks.ts';
import { LOOKED_AT, type MeasuredDay, shareBy, type Urgent } from './measured.ts';
import { attendanceOf, goesOn, present } from './planned.ts';
import { normal, seeded } from './seeded.ts';

/** What a forecast is made from. */
export interface Workshop {
  today: Day;
  /** Of the wall clock: 14.5 is half past two. */
  hour: number;
  /** Working days that are over, the oldest first. */
  measured: readonly MeasuredDay[];
  /** What one technician makes on a usual day, as two persons set it: for days on which there was too little to do. */
  usual: number;
  /** Technicians who are to work, by day, of days that were measured too. */
  planned: PlannedHands;
  /** Technicians beside those who come, or fewer: none, or what is tried. */
  more: number;
  /** Requests for tokens that came from one worked day to the next, the oldest first. */
  asked: readonly number[];
  blanks: Blanks;
  bench: Bench;
  /** Days for which a request is passed by what is asked for after it, by its priority (`daysAhead`, book/rules/waiting). */
  passing: Urgent;
  /** How many times as long as a usual day a day is, of days that were measured too: 1, or more in surge mode. */
  longer: (day: Day) => number;
}

/** One way in which the next days may go: tokens made by the end of each working day, added up, as far as it was drawn. */
export type Scenario = Float64Array;
export interface Scenarios {
  /** Working days from today on; today is the first even where nobody works. */
  days: readonly Day[];
  /** The share of the first day that is over. */
  over: number;
  each: readonly Scenario[];
}

const SCENARIOS = 300;
/** Working days that are looked ahead: a year. What is later than that is told as its last day. */
const HORIZON = 250;
/** Days of the calendar after which nothing is looked for any more, whatever was planned. */
const FARTHEST = 2 * 365;
/** Working days after which a measured day counts half: the pace of a surge is another than the one before it. */
const HALF_LIFE = 2;
/** A day of the same name counts as much more: Fridays are short. */
const SAME_WEEKDAY = 3;
/** Technicians who come are drawn from the last days alone: they change from one week to the next. */
const LATELY = 5;
/** Nobody knows the pace of a workshop, and it changes with time: standard deviations of its logarithm, at once and a day. */
const SPREAD = 0.08;
const DRIFT = 0.01;
/** Where nobody would make anything for a year, nothing could be said. */
const LEAST_A_DAY = 0.5;

// a global is slow to reach in a test's own context
const { exp, floor, max, min } = Math;
const weekdayOf = (day: Day): number => (day + 3) % 7;

/** An index, drawn by weights that are added up; looked for from the end, where they are greatest. */
function indexAt(cumulated: readonly number[], chance: () => number): number {
  let index = cumulated.length - 1;
  const at = chance() * (cumulated[index] ?? 0);
  while (index > 0 && (cumulated[index - 1] ?? 0) > at) index -= 1;
  return index;
}

/** What one technician made on each measured day, in the hours of a usual one; at least the usual where there was too little to do. */
function ratesOf(
  measured: readonly MeasuredDay[],
  usual: number,
  longer: Workshop['longer'],
): { day: Day; rate: number }[] {
  return measured
    .filter(({ technicians }) => technicians > 0)
    .map(({ day, made, technicians, waiting }) => {
      const rate = made / technicians / longer(day);
      return { day, rate: waiting > technicians * 2 ? rate : Math.max(rate, usual) };
    });
}

/** By weekday: how much each measured day counts, added up. */
function weightsOf(days: readonly { day: Day }[]): Map<number, number[]> {
  const weekdays = [0, 1, 2, 3, 4, 5, 6];
  return new Map(
    weekdays.map((weekday) => {
      let sum = 0;
      const cumulated = days.map(({ day }, at) => {
        sum += 0.5 ** ((days.length - 1 - at) / HALF_LIFE) * (weekdayOf(day) === weekday ? SAME_WEEKDAY : 1);
        return sum;
      });
      return [weekday, cumulated];
    }),
  );
}

/** Days that are worked from today on. Today stands first whatever it is, with nothing left of it where nobody works. */
function daysAhead(today: Day, planned: PlannedHands): Day[] {
  const days = [today];
  for (let day = today + 1; days.length < HORIZON && day < today + FARTHEST; day += 1)
    if (isWorked(day, planned)) days.push(day);
  return days;
}

/** How many technicians worked on each of the last measured days. */
const lastHands = (measured: readonly MeasuredDay[]): number[] =>
  measured.slice(-LATELY).map(({ technicians }) => technicians);

/** How many technicians a day is reckoned with, in the middle of what is drawn for it. */
export function handsOn({ planned, measured, more }: Workshop, days: readonly Day[]): (day: Day) => number {
  const due = goesOn(planned, days);
  const last = lastHands(measured).sort((a, b) => a - b);
  const usually = last[floor(last.length / 2)] ?? 1;
  return (day) => max(0, (due(day) ?? usually) + more);
}

/**
 * Draws how the next days may go, from the days that were measured (Monte Carlo: each scenario takes a measured day for each
 * day to come, the near ones and those of the same weekday more often, and a pace that drifts), until more than `most`
 * requests are made in each, and for `least` days. The same workshop, day and hour give the same scenarios.
 */
export function drawScenarios(workshop: Workshop, most: number, least = 0): Scenarios {
  const { today, hour, usual, planned, more, blanks, bench, passing, longer } = workshop;
  const measured = workshop.measured.slice(-LOOKED_AT);
  const chance = seeded(today * 24 + Math.floor(hour));
  const days = daysAhead(today, planned);
  const over = isWorked(today, planned) ? shareBy(measured, hour) : 1;
  const rates = ratesOf(measured, usual, longer);
  const weights = weightsOf(rates);
  const lastDays = lastHands(measured);
  const due = goesOn(planned, days);
  const attendance = attendanceOf(measured, planned);
  const lately = measured.slice(-2 * LATELY);
  // more hands make no more than the slots can
  const atMost = mostOf(bench);
  const urgent = (kind: keyof Urgent): number =>
    lately.reduce((sum, one) => sum + one.urgent[kind], 0) / Math.max(1, lately.length);
  const [continuity, crisis] = [urgent('continuity'), urgent('crisis')];
  // looked up once a day, not once for each way in which it may go
  const ahead = days.map((day, at) => ({
    weights: weights.get(weekdayOf(day)) ?? [],
    due: due(day),
    longer: longer(day),
    // what is asked for later and goes before others takes its part of every day but today's, until it is asked for too late
    taken:
      at === 0 ? 0 : (day < today + passing.continuity ? continuity : 0) + (day < today + passing.crisis ? crisis : 0),
  }));

  const made = (at: number, pace: number): number => {
    const day = ahead[at] ?? { weights: [], due: 0, longer: 1, taken: 0 };
    const rate = rates[indexAt(day.weights, chance)]?.rate ?? usual;
    const come =
      day.due === undefined ? (lastDays[floor(chance() * lastDays.length)] ?? 1) : present(day.due, attendance, chance);
    const technicians = max(0, come + more);
    return max(LEAST_A_DAY, min(atMost, rate * technicians * pace) * day.longer - day.taken);
  };
  const cumulated = new Float64Array(days.length);
  // none is made without a blank token
  const limits = days.map((day) => blanksBy(blanks, day));
  const scenario = (): Scenario => {
    let [drift, sum, at] = [SPREAD * normal(chance), 0, 0];
    // nobody asks for what comes after `most`
    for (; at < days.length && (sum <= most || at < least); at += 1) {
      drift += DRIFT * normal(chance);
      sum = min(limits[at] ?? 0, sum + made(at, exp(drift)) * (at === 0 ? 1 - over : 1));
      cumulated[at] = sum;
    }
    return cumulated.slice(0, at);
  };
  return { days, over, each: Array.from({ length: SCENARIOS }, scenario) };
}

/** The first index at which so many are made; the last one where they are not made by then. */
export function indexOf(scenario: Scenario, need: number): number {
  let [low, high] = [0, scenario.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((scenario[middle] ?? 0) >= need) high = middle;
    else low = middle + 1;
  }
  return low;
}

import { type Day, isWorkingDay } from '../book/rules/calendar/working-days.ts';
import { FARTHEST_PROMISE } from '../book/rules/waiting/promises.ts';
import { PROMISE_REACHES, type PromiseReach } from '../book/tables/codes.ts';

/** The dates that are given with a request: it is ready by the first in half of all cases, by the other in 85 of 100. */
export const LEVELS = { mid: 0.5, by: 0.85 } as const;
export type Level = keyof typeof LEVELS;
export const LEVEL_NAMES = Object.keys(LEVELS) as [Level, ...Level[]];

/**
 * How dates are corrected, and what became of those that were given: follows from the journal alone. Those of the next
 * working day are corrected apart from those farther away: what makes them wrong is not the same.
 */
export interface Standing {
  /** Waits are multiplied by e to this power. */
  stretch: Record<PromiseReach, Record<Level, number>>;
  /** The share of dates that were kept, of some thousands. */
  kept: Record<Level, number>;
  /** The share of the next dates that is to be kept, so that all of them together come to what is said. */
  aim: Record<Level, number>;
  /** Tokens made on the last days on which some were to be made, the oldest first. */
  made: readonly number[];
}
/** What became of the dates that were judged on one day: how many, and how many were kept. */
export type Judged = Record<PromiseReach, Record<Level, { kept: number; of: number }>>;
/** How many of the same dates were to be kept, by the aim at which each was given. */
export type Aimed = Record<PromiseReach, Record<Level, number>>;
/** A day that is over, as dates are corrected by it. */
export interface DayOver {
  day: Day;
  judged: Judged;
  aimed: Aimed;
  /** Tokens made. */
  made: number;
  /** Requests that wait to be made, the oldest first, with the levels of their first date that were not judged yet. */
  open: Iterable<({ left: readonly Level[] } & Record<Level, Day>) | null>;
}

export const NEVER_JUDGED: Standing = {
  stretch: { near: { mid: 0, by: 0 }, far: { mid: 0, by: 0 } },
  kept: LEVELS,
  aim: LEVELS,
  made: [],
};
/** None of any kind. */
export function noneJudged(): { judged: Judged; aimed: Aimed } {
  const none = () => ({ mid: { kept: 0, of: 0 }, by: { kept: 0, of: 0 } });
  return {
    judged: { near: none(), far: none() },
    aimed: { near: { mid: 0, by: 0 }, far: { mid: 0, by: 0 } },
  };
}
/** How far one day's dates may move the correction: what is far is judged weeks after it was said, and moves it little. */
const STEP: Record<PromiseReach, number> = { near: 0.1, far: 0.005 };
/** Dates that count as a whole day's. */
const A_DAY = 20;
/** The correction goes no farther, either way. */
export const FARTHEST = 1;
/** Dates after which the share that was kept has forgotten what was before. */
const MEMORY = 10_000;
/** How much of a share that is not what was said is made good: more for the middle day, whose dates lie closer together. */
const MADE_GOOD: Record<Level, number> = { mid: 20, by: 8 };
/** No date is given that is to be kept less often or more often than this. */
const AIMS = { mid: [0.05, 0.95], by: [0.5, 0.98] } as const satisfies Record<Level, readonly [number, number]>;
/** Days whose pace says how the queue goes on. */
export const PACE_DAYS = 3;
/** How far the day on which a request is made is from what the pace says: a part of the wait, and so many days. */
const [PART, DAYS] = [0.1, 0.5];

const { exp, max, min } = Math;
const between = (value: number, low: number, high: number): number => min(high, max(low, value));

/** Working days from one to another, the second included; a day that nobody may promise is as far as the farthest that one may. */
function workingDays(from: Day, to: Day): number {
  let count = 0;
  for (let day = from + 1; day <= min(to, from + FARTHEST_PROMISE); day += 1) if (isWorkingDay(day)) count += 1;
  return count;
}

/**
 * Of the dates that are open, how many are to be kept as things stand: by how many requests wait before each, and the pace of the
 * last days. What was promised weeks ahead is judged in weeks; that it will be missed or kept is seen much sooner.
 */
function presumed({ day, open }: DayOver, pace: number): Record<Level, { kept: number; of: number }> {
  const sum = { mid: { kept: 0, of: 0 }, by: { kept: 0, of: 0 } };
  const ahead = new Map<Day, number>();
  const left = (to: Day): number => {
    const known = ahead.get(to) ?? workingDays(day, to);
    ahead.set(to, known);
    return known;
  };
  let before = 0;
  for (const one of open) {
    before += 1;
    const wait = before / pace;
    for (const level of one?.left ?? []) {
      // the logistic curve that is nearest to the normal distribution
      const chance = 1 / (1 + exp((-1.702 * (left(one?.[level] ?? day) - wait)) / (PART * wait + DAYS)));
      sum[level].of += 1;
      sum[level].kept += chance;
    }
  }
  return sum;
}

/**
 * What the next dates are given by, after a day is over. In the long run the share that is kept is the one that was said, whatever
 * goes on in the workshop (adaptive conformal inference, Gibbs and Candès 2021): waits are stretched where fewer were kept than
 * each was to be, and the next ones aim higher or lower to make good for all others. Dates that are still open count as
 * presumed: a surge is over before those that were given in it are judged, and what was made good for by then is not made
 * good for again.
 */
export function follow(before: Standing, over: DayOver): Standing {
  const { judged, aimed } = over;
  const keptOf = (level: Level): number => {
    const [kept, of] = PROMISE_REACHES.reduce(
      ([kept, of], reach) => [kept + judged[reach][level].kept, of + judged[reach][level].of],
      [0, 0],
    );
    const weight = min(1, of / MEMORY);
    return of === 0 ? before.kept[level] : (1 - weight) * before.kept[level] + (weight * kept) / of;
  };
  const kept = { mid: keptOf('mid'), by: keptOf('by') };
  const waiting = [...over.open];
  const isToMake = over.made > 0 || (isWorkingDay(over.day) && waiting.length > 0);
  const made = isToMake ? [...before.made, over.made].slice(-PACE_DAYS) : before.made;
  const pace = max(1, made.reduce((sum, one) => sum + one, 0) / max(1, made.length));
  const still = presumed({ ...over, open: waiting }, pace);
  const aimOf = (level: Level): number => {
    const all = (kept[level] * MEMORY + still[level].kept) / (MEMORY + still[level].of);
    const [least, most] = AIMS[level];
    return between(LEVELS[level] + MADE_GOOD[level] * (LEVELS[level] - all), least, most);
  };
  const stretch = (reach: PromiseReach, level: Level): number => {
    const { kept: good, of } = judged[reach][level];
    const now = before.stretch[reach][level];
    if (of === 0) return now;
    return between(now + (STEP[reach] * min(1, of / A_DAY) * (aimed[reach][level] - good)) / of, -FARTHEST, FARTHEST);
  };
  const both = (reach: PromiseReach) => ({ mid: stretch(reach, 'mid'), by: stretch(reach, 'by') });
  return {
    stretch: { near: both('near'), far: both('far') },
    kept,
    aim: { mid: aimOf('mid'), by: aimOf('by') },
    made,
  };
}

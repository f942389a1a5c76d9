import { PROMISE_REACHES, type PromiseReach } from '../book/tables/tables.ts';

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
}
/** What became of the dates that were judged on one day: how many, and how many were kept. */
export type Judged = Record<PromiseReach, Record<Level, { kept: number; of: number }>>;

export const NEVER_JUDGED: Standing = {
  stretch: { near: { mid: 0, by: 0 }, far: { mid: 0, by: 0 } },
  kept: LEVELS,
};
/** How far one day's dates may move the correction. */
const STEP: Record<PromiseReach, number> = { near: 0.1, far: 0.03 };
/** Dates that count as a whole day's. */
const A_DAY = 20;
/** The correction goes no farther, either way. */
export const FARTHEST = 1;
/** Dates after which the share that was kept has forgotten what was before. */
const MEMORY = 10_000;

/** How much of a share that is not what was said is made good. */
const MADE_GOOD = 8;

const between = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/**
 * What the next dates are corrected by, after the dates of one day were judged: later where fewer were kept than said, earlier
 * where more were (adaptive conformal inference, Gibbs and Candès 2021): whatever goes on in the workshop, in the long run
 * the share that is kept is the one that was said.
 */
export function follow(before: Standing, judged: Judged): Standing {
  const keptOf = (level: Level): number => {
    const [kept, of] = PROMISE_REACHES.reduce(
      ([kept, of], reach) => [kept + judged[reach][level].kept, of + judged[reach][level].of],
      [0, 0],
    );
    const weight = Math.min(1, of / MEMORY);
    return of === 0 ? before.kept[level] : (1 - weight) * before.kept[level] + (weight * kept) / of;
  };
  const kept = { mid: keptOf('mid'), by: keptOf('by') };
  const stretch = (reach: PromiseReach, level: Level): number => {
    const { kept: good, of } = judged[reach][level];
    const now = before.stretch[reach][level];
    if (of === 0) return now;
    const aim = between(LEVELS[level] + MADE_GOOD * (LEVELS[level] - kept[level]), 0.02, 0.98);
    return between(now + STEP[reach] * Math.min(1, of / A_DAY) * (aim - good / of), -FARTHEST, FARTHEST);
  };
  const both = (reach: PromiseReach) => ({ mid: stretch(reach, 'mid'), by: stretch(reach, 'by') });
  return { stretch: { near: both('near'), far: both('far') }, kept };
}

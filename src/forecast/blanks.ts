import { type Day, isWorkingDay } from '../book/rules/working-days.ts';

/** Blank tokens that there are, and those that are to come. */
export interface Blanks {
  now: number;
  coming: readonly { day: Day; count: number }[];
  /** From this day on there are enough again, though nobody said so: a delivery takes so long. */
  enoughFrom: Day;
}

/**
 * The blank tokens of a workshop, by what it has, what is expected and how long an order takes: as was said where somebody said
 * what is to come, and from an order of today on else. A delivery whose day is past is not counted: nobody knows when it comes.
 */
export function blanksOf(
  { today, leadDays }: { today: Day; leadDays: number },
  { now, expected }: { now: number; expected: Blanks['coming'] },
): Blanks {
  const coming = expected.filter(({ day }) => day >= today);
  const ordered = (from: Day): Day => {
    let day = from;
    for (let left = leadDays; left > 0; left -= isWorkingDay(day) ? 1 : 0) day += 1;
    return day;
  };
  const soonest = ordered(today);
  // the next order follows the last delivery; one that comes later than an order of today puts none off
  const last = coming.reduce((last, { day }) => (day <= soonest ? Math.max(last, day) : last), today);
  return { now, coming, enoughFrom: ordered(last) };
}

/** Tokens that can have been made by the end of a day. */
export function blanksBy({ now, coming, enoughFrom }: Blanks, day: Day): number {
  if (day >= enoughFrom) return Number.POSITIVE_INFINITY;
  return coming.reduce((sum, one) => sum + (one.day <= day ? one.count : 0), now);
}

import type { Day } from '../book/rules/calendar/working-days.ts';
import { enoughFrom, type Ordering } from '../book/rules/stock/expected-deliveries.ts';

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
export function blanksOf(ordering: Ordering, { now, expected }: { now: number; expected: Blanks['coming'] }): Blanks {
  const coming = expected.filter(({ day }) => day >= ordering.today);
  return {
    now,
    coming,
    enoughFrom: enoughFrom(
      ordering,
      coming.map(({ day }) => day),
    ),
  };
}

/** Tokens that can have been made by the end of a day. */
export function blanksBy({ now, coming, enoughFrom }: Blanks, day: Day): number {
  if (day >= enoughFrom) return Number.POSITIVE_INFINITY;
  return coming.reduce((sum, one) => sum + (one.day <= day ? one.count : 0), now);
}

/** The day on which a blank comes for a token before which so many are made; null: there is one today. */
export function blankDayOf(blanks: Blanks, ahead: number, today: Day): Day | null {
  const days = [...blanks.coming.map(({ day }) => day), blanks.enoughFrom].sort((a, b) => a - b);
  const enough = (day: Day): boolean => blanksBy(blanks, day) > ahead;
  return enough(today) ? null : (days.find((day) => day > today && enough(day)) ?? null);
}

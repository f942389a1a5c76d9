import type { Day } from '../book/rules/working-days.ts';

/** Blank tokens that there are, and those that are to come. */
export interface Blanks {
  now: number;
  coming: readonly { day: Day; count: number }[];
  /** From this day on there are enough again, though nobody said so: a delivery takes so long. */
  enoughFrom: Day;
}

/** Tokens that can have been made by the end of a day. */
export function blanksBy({ now, coming, enoughFrom }: Blanks, day: Day): number {
  if (day >= enoughFrom) return Number.POSITIVE_INFINITY;
  return coming.reduce((sum, one) => sum + (one.day <= day ? one.count : 0), now);
}

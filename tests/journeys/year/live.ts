import { noPlans, type Plans, workDay } from './day.ts';
import { LATER, quarter } from './events.ts';
import { rounds } from './rounds.ts';
import type { Workshop } from './workshop.ts';

/** Days of a quarter: thirteen weeks. */
export const QUARTER = 91;

/** Lets the days pass, each with what people do and what the service does by itself. */
export async function live(w: Workshop, quarters: number): Promise<Plans> {
  const plans = noPlans();
  const events = Array.from({ length: quarters }, (_, nth) =>
    quarter(nth).map((one) => ({ ...one, after: one.after + nth * QUARTER })),
  ).flat();
  let due = events.toSorted((a, b) => a.after - b.after);
  for (let day = w.first; day < w.first + quarters * QUARTER; day += 1) {
    w.at(day, 7);
    await rounds(w);
    if (w.isWorked(day)) {
      w.at(day, 8);
      const today = due.filter(({ after }) => w.first + after <= day);
      due = due.slice(today.length);
      const later: typeof due = [];
      for (const one of today) if ((await one.happens(w, plans, day)) === LATER) later.push(one);
      due = [...later, ...due];
      await workDay(w, plans, day);
    }
    w.at(day, 18.5);
    await rounds(w);
  }
  return plans;
}

import type { Day } from '../book/rules/calendar/working-days.ts';
import { REQUEST_TO_MAKE } from '../book/tables/states.ts';
import type { followRequests, Moved } from './open-requests.ts';
import type { DailyReport } from './shape.ts';

/** How many were made whose date has a day as its last, by that day (since 1970), of days that are not over. */
export type MadeForDays = Readonly<Record<string, number>>;

/**
 * Follows which requests are to be made by which day at the latest, as they were told last, and which of them were. What is sent back,
 * rejected or withdrawn is not to be made any more.
 */
export function followDue(requests: ReturnType<typeof followRequests>, before: MadeForDays) {
  const made: Record<string, number> = { ...before };
  return {
    /** A request took a step; `due`: the last day of its date before it. */
    step: (id: string, { to, known: { due } }: Pick<Moved, 'to' | 'known'>): void => {
      if (due === null || (to !== 'produced' && to !== 'needs_information')) return;
      if (to === 'produced') made[due] = (made[due] ?? 0) + 1;
      requests.forget(id);
    },
    /** Of those whose last day it is: how many there are, and how many of them were made by now. */
    on: (day: Day): DailyReport['promises']['due'] => {
      const open = [...requests.open.values()].filter(
        ({ state, due }) => due === day && REQUEST_TO_MAKE.includes(state),
      ).length;
      const done = made[day] ?? 0;
      return { of: done + open, made: done };
    },
    /** What a later day goes on with. */
    standing: (day: Day): MadeForDays => Object.fromEntries(Object.entries(made).filter(([due]) => Number(due) > day)),
  };
}

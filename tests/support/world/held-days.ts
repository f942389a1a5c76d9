import type { DayTask } from '../../../src/reports/day-reading.ts';
import type { DailyReportDeps } from '../../../src/reports/days.ts';

/** A day that is being read until the test lets it. */
interface HeldDay {
  task: DayTask;
  /** So many of its entries were read. */
  proceed(done: number, total: number): void;
  /** Reads it. */
  end(): void;
  fail(error: Error): void;
}

/** Days that are read once the test says so, the first asked for first. */
export function heldDays() {
  const asked: HeldDay[] = [];
  let free = false;
  return {
    hold:
      (read: DailyReportDeps['read']): DailyReportDeps['read'] =>
      (task, progress = () => {}) =>
        new Promise((resolve, reject) => {
          const end = (): void => resolve(read(task, progress));
          asked.push({ task, proceed: progress, end, fail: reject });
          if (free) end();
        }),
    asked,
    /** The one that was asked for as this many-th, once it was. */
    askedAs: async (place: number): Promise<HeldDay> => {
      for (;;) {
        const found = asked[place - 1];
        if (found) return found;
        await new Promise((turn) => setImmediate(turn));
      }
    },
    /** From now on days are held. */
    again: (): void => {
      free = false;
    },
    /** From now on nothing is held. */
    release: (): void => {
      free = true;
      for (const { end } of asked) end();
    },
  };
}

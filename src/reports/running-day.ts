import type { Clock } from '../flow/ports/clock.ts';
import type { Progress } from '../journal/long-reading.ts';
import { sharing } from '../within.ts';
import { type CountStanding, createCountProgress, type Patience, patiently } from './day-count.ts';
import type { KeptDay } from './shape.ts';

/** A count that takes as long is shared by whoever asks meanwhile, and for a little after it; milliseconds. */
const LONG_MS = 1_000;
const GOOD_MS = 5_000;
/** Days that are not over for good: today, and for a minute yesterday. There are more only while somebody waits for them. */
const MOST_DAYS = 2;

interface RunningDayDeps {
  /** Counts a day; `progress`: its entries that were read. */
  count(date: string, progress: Progress): Promise<KeptDay>;
  clock: Clock;
}

/** One day's counts, each begun after those who share it have asked; one that takes long is shared by who asks meanwhile too. */
function createShared(date: string, { count, clock }: RunningDayDeps) {
  let running:
    | { begunAt: number; progress: ReturnType<typeof createCountProgress>; answer: Promise<KeptDay> }
    | undefined;
  let good: { from: number; day: KeptDay } | undefined;
  let waiting = 0;

  const next = sharing((): Promise<KeptDay> => {
    const [begunAt, progress] = [clock.now(), createCountProgress(clock)];
    const answer = count(date, (done, total) => progress.proceed({ date, done, total }))
      .then((day) => {
        const now = clock.now();
        good = now - begunAt >= LONG_MS ? { from: now, day } : undefined;
        return day;
      })
      .finally(() => {
        running = undefined;
      });
    running = { begunAt, progress, answer };
    return answer;
  });
  const counted = (): Promise<KeptDay> => {
    const now = clock.now();
    if (good && now >= good.from && now < good.from + GOOD_MS) return Promise.resolve(good.day);
    return running && now - running.begunAt >= LONG_MS ? running.answer : next();
  };
  return {
    of: async (): Promise<KeptDay> => {
      waiting += 1;
      try {
        return await counted();
      } finally {
        waiting -= 1;
      }
    },
    /** A count of it runs, or is to run next, even if its askers have lost patience. */
    isAwaited: (): boolean => waiting > 0,
    standing: (): CountStanding | undefined => running?.progress.standing(),
  };
}

/**
 * Counts a day that still runs, of which nothing is kept, once for all who ask at the same time. Usually each is told of every
 * entry before they asked. A day of a large import takes seconds: then they share the count that runs, and who was told how
 * far it was finds what it came to when they come back.
 */
export function createRunningDay(deps: RunningDayDeps) {
  const days = new Map<string, ReturnType<typeof createShared>>();
  return {
    /** Throws `conflict` where it takes longer than the asker's patience; it goes on, and is there for a while. */
    of: (date: string, patience: Patience): Promise<KeptDay> => {
      const day = days.get(date) ?? createShared(date, deps);
      days.set(date, day);
      const answer = day.of();
      for (const [other, { isAwaited }] of days) {
        // a day forgotten while a count of it runs would be counted a second time beside it
        if (days.size > MOST_DAYS && !isAwaited()) days.delete(other);
      }
      return patiently(answer, patience, day.standing);
    },
    /** How far a count is that runs. */
    standing: (): CountStanding | undefined =>
      [...days.values()].map((day) => day.standing()).find((standing) => standing !== undefined),
  };
}

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
  /** Counts a day; `progress`: its entries that were read, `signal` gives it up. */
  count(date: string, progress: Progress, signal: AbortSignal): Promise<KeptDay>;
  clock: Clock;
}

/** One day's counts, each begun after those who share it have asked; one that takes long is shared by whoever asks meanwhile too. */
function createShared(date: string, { count, clock }: RunningDayDeps) {
  let running:
    | {
        begunAt: number;
        progress: ReturnType<typeof createCountProgress>;
        answer: Promise<KeptDay>;
        giveUp: AbortController;
      }
    | undefined;
  let good: { from: number; day: KeptDay } | undefined;
  let waiting = 0;
  /** Who waits, or was told how far it is and comes back. Once all of them have gone the count is given up. */
  const askers = new Set<Patience>();

  const next = sharing((): Promise<KeptDay> => {
    const [begunAt, progress, giveUp] = [clock.now(), createCountProgress(clock), new AbortController()];
    if (askers.size === 0) giveUp.abort();
    const answer = count(date, (done, total) => progress.proceed({ date, done, total }), giveUp.signal)
      .then((day) => {
        const now = clock.now();
        good = now - begunAt >= LONG_MS ? { from: now, day } : undefined;
        return day;
      })
      .finally(() => {
        running = undefined;
      });
    running = { begunAt, progress, answer, giveUp };
    return answer;
  });
  const counted = (): Promise<KeptDay> => {
    const now = clock.now();
    if (good && now >= good.from && now < good.from + GOOD_MS) return Promise.resolve(good.day);
    const isShared = running && now - running.begunAt >= LONG_MS && !running.giveUp.signal.aborted;
    return running && isShared ? running.answer : next();
  };
  const standing = (): CountStanding | undefined => running?.progress.standing();
  const awaited = async (asker: Patience): Promise<KeptDay> => {
    waiting += 1;
    askers.add(asker);
    try {
      return await counted();
    } finally {
      waiting -= 1;
      askers.delete(asker);
    }
  };
  return {
    of: async (patience: Patience): Promise<KeptDay> => {
      const asker = { ...patience };
      const leave = (): void => {
        askers.delete(asker);
        if (askers.size === 0) running?.giveUp.abort();
      };
      const answer = awaited(asker);
      patience.signal?.addEventListener('abort', leave, { once: true });
      if (patience.signal?.aborted) leave();
      try {
        return await patiently(answer, patience, standing);
      } finally {
        patience.signal?.removeEventListener('abort', leave); // who lost their patience comes back for it
      }
    },
    /** A count of it runs, or is to run next, even if its askers have lost patience. */
    isAwaited: (): boolean => waiting > 0,
    standing,
  };
}

/**
 * Counts a day of which nothing is kept, one that still runs for the most part, once for all who ask at the same time. Usually each is told of every
 * entry before they asked. A day of a large import takes seconds: then they share the count that runs, and who was told how
 * far it was finds what it came to when they come back.
 */
export function createRunningDay(deps: RunningDayDeps) {
  const days = new Map<string, ReturnType<typeof createShared>>();
  return {
    /**
     * Throws `conflict` where it takes longer than the asker's patience; it goes on, and is there for a while. It is given up once
     * everybody who asked for it has gone.
     */
    of: (date: string, patience: Patience): Promise<KeptDay> => {
      const day = days.get(date) ?? createShared(date, deps);
      days.set(date, day);
      const answer = day.of(patience);
      for (const [other, { isAwaited }] of days) {
        // a day forgotten while a count of it runs would be counted a second time beside it
        if (days.size > MOST_DAYS && !isAwaited()) days.delete(other);
      }
      return answer;
    },
    /** How far a count is that runs. */
    standing: (): CountStanding | undefined =>
      [...days.values()].map((day) => day.standing()).find((standing) => standing !== undefined),
  };
}

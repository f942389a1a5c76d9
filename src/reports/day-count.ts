import { AppError } from '../errors.ts';
import type { Clock } from '../flow/ports/clock.ts';
import { type Progress, paceOf } from '../journal/long-reading.ts';
import { within } from '../within.ts';
import { dateAt, dayOf } from './day.ts';

/** How far a count of days is. */
export interface CountStanding {
  /** The day that is counted now. */
  date: string;
  /** Entries read so far, of how many; of null while it waits for its turn. */
  done: number;
  total: number | null;
  begunAt: number;
  /** Entries a second and milliseconds that are left, at the pace so far; null before anything was read. */
  perSecond: number | null;
  leftMs: number | null;
}
/** Who waits for a count. */
export interface Patience {
  /** Whoever asked has gone. */
  signal?: AbortSignal | undefined;
  /** They are told how far it is where it takes longer than this, milliseconds; left out: they wait for its end. */
  patienceMs?: number | undefined;
}
interface DayCountDeps {
  /** Counts a day that is over and keeps it, from the end of the day before; `progress`: entries of it that were read. */
  count(date: string, progress: Progress): Promise<unknown>;
  /** When the last day ended that was kept and ended by then; undefined where none was. */
  keptUpTo(at: number): Promise<number | undefined>;
  /** When the journal's first entry was made; undefined where there is none. */
  firstAt(): Promise<number | undefined>;
  /** How many entries were made before a moment. */
  entriesBefore(at: number): Promise<number>;
  /** The moment by which days are over for good. */
  settledAt(): number;
  clock: Clock;
  timeZone: string;
}

/** The refusal of a report whose days are being counted, with how far that is. Who asks again later gets the report. */
const beingCounted = (standing: CountStanding): AppError =>
  new AppError('conflict', 'the days of this report are being counted: ask again in a moment', {
    detail: { why: 'days-counted', ...standing },
  });

/** How often who has patience looks again, times that patience, before they are told whatever the pace is. */
const LOOKS = 10;
/** A count that somebody has been told of: it waits for its turn, or reads. */
const LATER = Symbol('later');

/**
 * Waits for a count with patience. What ends soon by its own pace is waited for a little longer: a page that comes a second later
 * is better than one that says so; what waits for its turn to read is told at once. Throws `conflict` with how far it is; the
 * count goes on.
 */
export async function patiently<R>(
  counted: Promise<R>,
  { patienceMs, signal }: Patience,
  standing: () => CountStanding | undefined,
): Promise<R> {
  counted.catch(() => undefined); // it may fail once nobody waits for it any more
  const gone = new Promise<never>((_, refuse) => {
    const leave = (): void => refuse(new AppError('wrong_state', 'who asked for this report has gone'));
    signal?.addEventListener('abort', leave, { once: true });
    if (signal?.aborted) leave();
  });
  gone.catch(() => undefined);
  const awaited = Promise.race([counted, gone]);
  if (patienceMs === undefined) return awaited;
  for (let look = 1; ; look += 1) {
    const answer = await within<R | typeof LATER>(patienceMs, awaited, () => LATER);
    if (answer !== LATER) return answer;
    const now = standing();
    if (!now) continue;
    const isLong = now.total === null || (now.leftMs !== null && now.leftMs > patienceMs);
    if (isLong || look >= LOOKS) throw beingCounted(now);
  }
}

/** Follows one count: who counts tells it how far it is. */
export function createCountProgress(clock: Clock) {
  const begunAt = clock.now();
  let [date, done, total, startedAt]: [string, number, number | null, number] = ['', 0, null, begunAt];
  return {
    proceed: (of: { date: string; done: number; total: number }): void => {
      if (total === null) startedAt = clock.now();
      ({ date, total } = of);
      done = Math.min(of.done, of.total);
    },
    standing: (): CountStanding => ({
      date,
      done,
      total,
      begunAt,
      ...paceOf({ done, total, took: clock.now() - startedAt }),
    }),
  };
}

/**
 * The one count of days that were not kept, from the first of them to the last that is over. Each day is kept as soon as it is
 * counted, so that a count which was broken off goes on where it was. Whoever needs a day joins the count that runs.
 */
export function createDayCount({ count, keptUpTo, firstAt, entriesBefore, settledAt, clock, timeZone }: DayCountDeps) {
  interface Running {
    progress: ReturnType<typeof createCountProgress>;
    /** From when on days are counted, and up to when they were. */
    from: number;
    known: number;
    /** Told each time a day was kept, and at the end. */
    waiting: Set<() => void>;
    over: Promise<void>;
  }
  let running: Running | undefined;

  const walk = async (of: Running): Promise<void> => {
    const until = dayOf(dateAt(settledAt(), timeZone), timeZone).begin;
    const [first, end] = await Promise.all([entriesBefore(of.known), entriesBefore(until)]);
    while (of.known < until) {
      const day = dayOf(dateAt(of.known, timeZone), timeZone);
      const before = (await entriesBefore(of.known)) - first;
      const proceed = (read: number): void =>
        of.progress.proceed({ date: day.date, done: before + read, total: end - first });
      proceed(0);
      if ((await keptUpTo(day.end)) !== day.end) await count(day.date, proceed);
      of.known = day.end;
      for (const look of of.waiting) look();
    }
  };
  const begin = (from: number): Running => {
    const of: Running = {
      progress: createCountProgress(clock),
      from,
      known: from,
      waiting: new Set(),
      over: Promise.resolve(),
    };
    of.over = walk(of).finally(() => {
      running = undefined;
    });
    running = of;
    return of;
  };

  /** The end of the last day that has to be counted for what ends by then, and from when on; undefined where all is kept. */
  const missing = async (to: number): Promise<{ from: number; end: number } | undefined> => {
    const first = await firstAt();
    const settled = dayOf(dateAt(settledAt(), timeZone), timeZone).begin;
    const end = Math.min(to, settled);
    if (first === undefined || end <= first) return undefined;
    const from = Math.max((await keptUpTo(end)) ?? first, first);
    return from < end ? { from, end } : undefined;
  };
  /** Once the count has kept another day, or has ended. Throws what broke it off. */
  const passed = ({ over, waiting }: Running): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      over.then(look, reject);
    });
  const upTo = async (to: number): Promise<void> => {
    for (let lacks = await missing(to); lacks; lacks = await missing(to)) {
      const of = running ?? begin(lacks.from);
      await passed(of);
      if (of.from <= lacks.from && of.known >= lacks.end) return;
    }
  };

  return {
    /**
     * Answers once every day that ended by then is kept: those that are not are counted, by this count or by one that runs.
     * Throws `conflict` where that takes longer than the asker's patience, and what broke the count off.
     */
    upTo: (to: number, patience: Patience = {}): Promise<void> =>
      patiently(upTo(to), patience, () => running?.progress.standing()),
    /** How far the count is that runs. */
    standing: (): CountStanding | undefined => running?.progress.standing(),
  };
}

import { DAY_MS } from '../durations.ts';
import type { Clock } from '../flow/ports/clock.ts';
import type { Progress } from '../journal/long-reading.ts';
import { type Day, dateAt, dayOf, refuseToCome } from './day.ts';
import { type CountStanding, createDayCount, type Patience } from './day-count.ts';
import { type DayEnd, type DayRead, type DayRecords, type DayTask, KeptReport, SETTLED_MS } from './day-reading.ts';
import { createRunningDay } from './running-day.ts';
import { DailyReport, type KeptDay } from './shape.ts';
import { coverOf, coverSince } from './stock-cover.ts';

export interface DailyReportDeps {
  /** Reads a day (`readDay`), here or in a process of its own; `signal` gives it up. */
  read(task: DayTask, progress?: Progress, signal?: AbortSignal): Promise<DayRead>;
  /** When the journal's first entry was made; undefined where there is none. */
  firstAt(): Promise<number | undefined>;
  /** When the last day ended that was kept and ended by then; undefined where none was. */
  keptUpTo(at: number): Promise<number | undefined>;
  entriesBefore: DayRecords['entriesBefore'];
  /** Keeps a day's end, with the text of its report; `instead` of one that was kept and cannot be read. */
  keepDayEnd(end: DayEnd & { report: string }, instead: boolean): Promise<void>;
  /** Texts of the reports that were kept of days ending in [from, to], in their order. */
  keptReports(from: number, to: number): Promise<string[]>;
  /** Signs a checkpoint over all there is. */
  checkpoint(): Promise<{ size: number; root: Uint8Array; note: string }>;
  /** The first signed checkpoint that covers so many entries. */
  covering(entries: number): Promise<{ size: number; root: Uint8Array; note: string }>;
  clock: Clock;
  timeZone: string;
}
/** Days whose reports one asks for at once: the service itself reads them. Sums of more days are read apart (sums-reading.ts). */
const RECENT_MOST = 35;

interface Make {
  /** What was kept of the day cannot be read. */
  instead?: boolean;
  progress?: Progress;
  signal?: AbortSignal;
}

/**
 * Daily reports at a cost that does not grow with the journal: each day's end is kept once the day is over, and its report
 * with the checkpoint that it goes with, so that a day that is over is never read again. Both derive from the journal: who
 * edits them changes what a page says, and no export, which an auditor counts anew.
 */
export function createDailyReports(deps: DailyReportDeps) {
  const { read, keptUpTo, entriesBefore, keepDayEnd, keptReports, clock, timeZone } = deps;

  let begun: number | undefined;
  /** A journal's first entry stays the first: it is asked for until there is one. */
  const firstAt = async (): Promise<number | undefined> => {
    begun ??= await deps.firstAt();
    return begun;
  };
  const settledAt = (): number => clock.now() - SETTLED_MS;
  const isOver = ({ end }: Pick<Day, 'end'>): boolean => end <= settledAt();
  /** A day that is over stands on the first that covers its end, so that it is the same however often it is counted. */
  const checkpointOf = async (day: Day): Promise<NonNullable<DailyReport['checkpoint']>> => {
    const ended = day.end <= clock.now();
    const { size, root, note } = await (ended ? deps.covering(await entriesBefore(day.end)) : deps.checkpoint());
    return { size, root: Buffer.from(root).toString('base64'), note };
  };
  const make = async (date: string, { instead = false, progress, signal }: Make = {}): Promise<KeptDay> => {
    const asked = { date, timeZone, now: clock.now(), checkpoint: await checkpointOf(dayOf(date, timeZone)) };
    const { report, took, end } = await read(asked, progress, signal);
    const day = { ...report, took };
    const first = await firstAt();
    // whoever asks for days before the journal leaves nothing behind
    if (end && first !== undefined && end.at > first)
      await keepDayEnd({ ...end, report: JSON.stringify(day) }, instead);
    return day;
  };
  /** Its members in one order, whether it was counted now or kept. */
  const reported = (day: KeptDay): DailyReport => DailyReport.parse(day);
  const covered = async (report: DailyReport): Promise<DailyReport> => {
    const [first, before] = await Promise.all([
      firstAt(),
      keptBetween(dayOf(coverSince(report.date), timeZone).end, dayOf(report.date, timeZone).begin),
    ]);
    const begins = first === undefined ? undefined : dateAt(first, timeZone);
    return { ...report, cover: coverOf(report, before, begins) };
  };
  /** What was kept and reads as a report: what somebody edited, or an older version wrote, is counted anew. */
  const keptBetween = async (from: number, to: number): Promise<DailyReport[]> =>
    (await keptReports(from, to)).flatMap((text) => KeptReport.safeParse(text).data ?? []);

  const count = createDayCount({
    keptUpTo,
    firstAt,
    entriesBefore,
    settledAt,
    clock,
    timeZone,
    count: (date, progress) => make(date, { progress }),
  });
  const running = createRunningDay({
    count: (date, progress, signal) => make(date, { instead: true, progress, signal }),
    clock,
  });
  /** A day that is not over for good, once those before it are kept. */
  const current = async (day: Day, patience: Patience): Promise<KeptDay> => {
    refuseToCome(day, clock.now()); // anybody can ask for any date: one to come costs no process and no count
    await count.upTo(day.begin, patience);
    return running.of(day.date, patience);
  };

  return {
    /**
     * The report of a day, `YYYY-MM-DD`; of one before the journal it is empty. Throws `invalid_input` for a day that does not
     * exist or has not begun, `conflict` while its days are counted for longer than the asker's patience.
     */
    daily: async (date: string, patience: Patience = {}): Promise<DailyReport> => {
      const day = dayOf(date, timeZone);
      if (!isOver(day)) return covered(reported(await current(day, patience)));
      let texts = await keptReports(day.end, day.end);
      if (texts.length === 0) {
        await count.upTo(day.end, patience);
        texts = await keptReports(day.end, day.end);
      }
      const kept = texts.map((text) => KeptReport.safeParse(text).data)[0];
      return covered(kept ?? reported(await running.of(date, patience)));
    },
    /** The same, counted from the day's entries whatever was kept: for what leaves the house beside a signed checkpoint. */
    counted: async (date: string): Promise<DailyReport> => {
      await count.upTo(dayOf(date, timeZone).begin);
      return reported(await make(date));
    },
    /**
     * The same with what was measured, kept instead of what stands: of a day that still runs, or whose kept report cannot be
     * read.
     */
    anew: async (date: string, patience: Patience = {}): Promise<KeptDay> => {
      const day = dayOf(date, timeZone);
      if (!isOver(day)) return current(day, patience);
      await count.upTo(day.begin, patience);
      return running.of(date, patience);
    },
    /** Answers once every day that was over by the end of this one is kept. Throws `conflict` as `daily` does. */
    upTo: (date: string, patience: Patience = {}): Promise<void> => count.upTo(dayOf(date, timeZone).end, patience),
    /** How far a count is: of days that were not kept, or of the day that runs. */
    counting: (): CountStanding | undefined => count.standing() ?? running.standing(),
    /** The last day whose end was kept. */
    lastKept: async (): Promise<string | undefined> => {
      const last = await keptUpTo(clock.now());
      return last === undefined ? undefined : dateAt(last - 1, timeZone);
    },
    /** What was kept of the days before this one, the oldest first: those of which nothing was kept are left out. */
    recent: async (date: string, days: number): Promise<DailyReport[]> => {
      const { begin } = dayOf(date, timeZone);
      const first = dayOf(dateAt(begin - (Math.min(days, RECENT_MOST) - 0.5) * DAY_MS, timeZone), timeZone);
      return keptBetween(first.end, begin);
    },
    /**
     * Keeps the end of every day up to yesterday's, so that no report has to read more than its own day. Of a journal
     * without any it reads one day after another, and what was kept is kept if it ends before it is through.
     */
    keepDayEnds: (): Promise<void> => count.upTo(settledAt()),
  };
}

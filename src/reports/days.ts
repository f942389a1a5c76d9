import type { Clock } from '../flow/ports/clock.ts';
import { type Day, dateAt, dayOf } from './day.ts';
import { type DayEnd, type DayRead, type DayRecords, type DayTask, KeptReport, SETTLED_MS } from './day-reading.ts';
import type { DailyReport, KeptDay } from './shape.ts';

export interface DailyReportDeps {
  /** Reads a day (`readDay`), here or in a process of its own; `signal` gives it up. */
  read(task: DayTask, signal?: AbortSignal): Promise<DayRead>;
  /** When the journal's first entry was made; undefined where there is none. */
  firstAt(): Promise<number | undefined>;
  lastDayEnd: DayRecords['lastDayEnd'];
  /** Keeps a day's end, with the text of its report; `instead` of one that was kept and cannot be read. */
  keepDayEnd(end: DayEnd & { report: string }, instead: boolean): Promise<void>;
  /** Texts of the reports that were kept of days ending in [from, to], in their order. */
  keptReports(from: number, to: number): Promise<string[]>;
  checkpoint(): Promise<{ size: number; root: Uint8Array; note: string }>;
  clock: Clock;
  timeZone: string;
}
/** Days whose reports one asks for at once: the service itself reads them. Sums of more days are read apart (sums-reading.ts). */
const RECENT_MOST = 35;

interface Make {
  root?: DailyReport['checkpoint'];
  /** What was kept of the day cannot be read. */
  instead?: boolean;
  signal?: AbortSignal | undefined;
}

/**
 * Daily reports at a cost that does not grow with the journal: each day's end is kept once the day is over, and its report
 * with the checkpoint that it goes with, so that a day that is over is never read again. Both derive from the journal: who
 * edits them changes what a page says, and no export, which an auditor counts anew.
 */
export function createDailyReports(deps: DailyReportDeps) {
  const { read, firstAt, lastDayEnd, keepDayEnd, keptReports, clock, timeZone } = deps;

  const checkpoint = async (): Promise<NonNullable<DailyReport['checkpoint']>> => {
    const { size, root, note } = await deps.checkpoint();
    return { size, root: Buffer.from(root).toString('base64'), note };
  };
  const make = async (date: string, { root, instead = false, signal }: Make = {}): Promise<KeptDay> => {
    const asked = { date, timeZone, now: clock.now(), checkpoint: root ?? (await checkpoint()) };
    const { report, took, end } = await read(asked, signal);
    const day = { ...report, took };
    const first = await firstAt();
    // whoever asks for days before the journal leaves nothing behind
    if (end && first !== undefined && end.at > first)
      await keepDayEnd({ ...end, report: JSON.stringify(day) }, instead);
    return day;
  };
  const reported = async (made: Promise<KeptDay>): Promise<DailyReport> => {
    const { took: _, ...report } = await made;
    return report;
  };
  /** What was kept and reads as a report: what somebody edited, or an older version wrote, is counted anew. */
  const keptBetween = async (from: number, to: number): Promise<DailyReport[]> =>
    (await keptReports(from, to)).flatMap((text) => KeptReport.safeParse(text).data ?? []);
  const isOver = ({ end }: Pick<Day, 'end'>): boolean => end + SETTLED_MS <= clock.now();

  return {
    /**
     * The report of a day, `YYYY-MM-DD`; of one before the journal it is empty. Throws `invalid_input` for a day that does not
     * exist or has not begun.
     */
    daily: async (date: string, signal?: AbortSignal): Promise<DailyReport> => {
      const day = dayOf(date, timeZone);
      const texts = isOver(day) ? await keptReports(day.end, day.end) : [];
      const kept = texts.map((text) => KeptReport.safeParse(text).data)[0];
      return kept ?? reported(make(date, { instead: texts.length > 0, signal }));
    },
    /** The same, counted from the day's entries whatever was kept: for what leaves the house beside a signed checkpoint. */
    counted: (date: string): Promise<DailyReport> => reported(make(date)),
    /**
     * The same with what was measured, kept instead of what stands: of a day that still runs, or whose kept report cannot be
     * read.
     */
    anew: (date: string, signal?: AbortSignal): Promise<KeptDay> => make(date, { instead: true, signal }),
    /** The last day whose end was kept. */
    lastKept: async (): Promise<string | undefined> => {
      const last = await lastDayEnd(clock.now());
      return last && dateAt(last.at - 1, timeZone);
    },
    /** What was kept of the days before this one, the oldest first: those of which nothing was kept are left out. */
    recent: async (date: string, days: number): Promise<DailyReport[]> => {
      const { begin } = dayOf(date, timeZone);
      const first = dayOf(dateAt(begin - (Math.min(days, RECENT_MOST) - 0.5) * 86_400_000, timeZone), timeZone);
      return keptBetween(first.end, begin);
    },
    /**
     * Keeps the end of every day up to yesterday's, so that no report has to read more than its own day. Of a journal
     * without any it reads one day after another, and what was kept is kept if it ends before it is through.
     */
    keepDayEnds: async (): Promise<void> => {
      const today = dayOf(dateAt(clock.now() - SETTLED_MS, timeZone), timeZone);
      const first = await firstAt();
      if (first === undefined) return;
      let known = Math.max((await lastDayEnd(today.begin))?.at ?? first, first);
      if (known >= today.begin) return;
      const root = await checkpoint();
      while (known < today.begin) {
        const day = dayOf(dateAt(known, timeZone), timeZone);
        await make(day.date, { root });
        known = day.end;
      }
    },
  };
}

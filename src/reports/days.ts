import { z } from 'zod';
import { REQUEST_OPEN } from '../book/tables/states.ts';
import type { Clock } from '../flow/ports/clock.ts';
import { parseEntry } from '../journal/entry.ts';
import { type DailyReport, type OpenRequests, type ReportedEntry, reportOn } from './daily.ts';
import { dateAt, dayOf } from './day.ts';
import { NO_SURGE } from './surge.ts';

/** What was open at the end of a day; kept, so that the next report need not read the journal from its beginning. */
export interface DayEnd {
  at: number;
  open: string;
}
/** What a report is read from: a connection that cannot write is enough. */
export interface DayRecords {
  /** Lines of entries made in [from, to) milliseconds, in pages. */
  linesBetween(from: number, to: number): AsyncIterable<readonly string[]>;
  /** The last day's end that was kept at or before a moment. */
  lastDayEnd(at: number): Promise<DayEnd | undefined>;
}
export interface DayTask {
  date: string;
  timeZone: string;
  now: number;
  checkpoint: DailyReport['checkpoint'];
}
/** The report, and the day's end once the day is over. */
export interface DayRead {
  report: DailyReport;
  end: DayEnd | null;
}
export interface DailyReportDeps {
  /** Reads a day (`readDay`), here or in a process of its own; `signal` gives it up. */
  read(task: DayTask, signal?: AbortSignal): Promise<DayRead>;
  /** When the journal's first entry was made; undefined where there is none. */
  firstAt(): Promise<number | undefined>;
  lastDayEnd: DayRecords['lastDayEnd'];
  keepDayEnd(end: DayEnd): Promise<void>;
  checkpoint(): Promise<{ size: number; root: Uint8Array; note: string }>;
  clock: Clock;
  timeZone: string;
}
const Open = z.array(
  z.tuple([
    z.string(),
    z.object({ state: z.enum(REQUEST_OPEN), submittedAt: z.int().nullable(), producerId: z.string().nullable() }),
  ]),
);
const SurgeKept = z.object({
  surge: z
    .object({
      from: z.int(),
      until: z.int(),
      factor: z.int(),
      proposedBy: z.string().nullable(),
      confirmedBy: z.string(),
      endedBy: z.string().nullable(),
    })
    .nullable(),
  factor: z.int(),
  proposed: z.array(z.tuple([z.string(), z.string()])),
});
const Kept = z.object({ open: Open, surge: SurgeKept });

/**
 * Reads the report of a day from the last day's end that was kept; without one (first report, old day) the journal is read
 * from further back. Throws as `reportOn` does.
 */
export async function readDay(
  { date, timeZone, now, checkpoint }: DayTask,
  { linesBetween, lastDayEnd }: DayRecords,
): Promise<DayRead> {
  async function* entries(from: number, to: number): AsyncIterable<ReportedEntry> {
    for await (const page of linesBetween(from, to)) for (const line of page) yield parseEntry(line);
  }
  const day = dayOf(date, timeZone);
  const kept = await lastDayEnd(day.begin);
  const known = kept ? Kept.parse(JSON.parse(kept.open)) : { open: [], surge: NO_SURGE };
  const before: OpenRequests = new Map(known.open);
  const { report, open, surge } = await reportOn(entries(kept?.at ?? 0, day.end), {
    date,
    timeZone,
    now,
    before,
    surge: known.surge,
    checkpoint,
  });
  const end = report.complete ? { at: day.end, open: JSON.stringify({ open: [...open], surge }) } : null;
  return { report, end };
}

/** Daily reports at a cost that does not grow with the journal: each day's end is kept once the day is over. */
export function createDailyReports(deps: DailyReportDeps) {
  const { read, firstAt, lastDayEnd, keepDayEnd, checkpoint, clock, timeZone } = deps;
  const report = async (
    date: string,
    root: DailyReport['checkpoint'] = null,
    signal?: AbortSignal,
  ): Promise<DailyReport> => {
    const made = await read({ date, timeZone, now: clock.now(), checkpoint: root }, signal);
    if (made.end) await keepDayEnd(made.end);
    return made.report;
  };

  return {
    /** The report of a day, `YYYY-MM-DD`. Throws `invalid_input` for a day that does not exist or has not begun. */
    daily: async (date: string, signal?: AbortSignal): Promise<DailyReport> => {
      dayOf(date, timeZone);
      const { size, root, note } = await checkpoint();
      return report(date, { size, root: Buffer.from(root).toString('base64'), note }, signal);
    },
    /**
     * Keeps the end of every day up to yesterday's, so that no report has to read more than its own day. Of a journal
     * without any it reads one day after another, and what was kept is kept if it ends before it is through.
     */
    keepDayEnds: async (): Promise<void> => {
      const today = dayOf(dateAt(clock.now(), timeZone), timeZone);
      let known = (await lastDayEnd(today.begin))?.at ?? (await firstAt());
      while (known !== undefined && known < today.begin) {
        const day = dayOf(dateAt(known, timeZone), timeZone);
        await report(day.date);
        known = day.end;
      }
    },
  };
}

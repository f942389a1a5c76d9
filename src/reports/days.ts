import { z } from 'zod';
import type { Clock } from '../flow/ports/clock.ts';
import { parseEntry } from '../journal/entry.ts';
import { NOTHING, type ReportedEntry, reportOn, type Standing } from './daily.ts';
import { dateAt, dayOf } from './day.ts';
import { Open } from './open-requests.ts';
import { DailyReport, SurgeTime } from './shape.ts';

/** What stood at the end of a day; kept, so that the next report need not read the journal from its beginning. */
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
  /** Keeps a day's end, with the text of its report. */
  keepDayEnd(end: DayEnd & { report: string }): Promise<void>;
  /** Texts of the reports that were kept of days ending in [from, to], in their order. */
  keptReports(from: number, to: number): Promise<string[]>;
  checkpoint(): Promise<{ size: number; root: Uint8Array; note: string }>;
  clock: Clock;
  timeZone: string;
}
const Levels = z.object({ mid: z.number(), by: z.number() });
const Kept = z.object({
  open: z.array(z.tuple([z.string(), Open])),
  surge: z.object({
    surge: SurgeTime.nullable(),
    factor: z.int(),
    proposed: z.array(z.tuple([z.string(), z.string()])),
  }),
  tokens: z.record(z.string(), z.int()),
  targets: DailyReport.shape.against,
  dates: z.object({ stretch: z.object({ near: Levels, far: Levels }), kept: Levels }),
});
/** The text of a report that was kept. */
export const KeptText = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'no JSON' });
      return z.NEVER;
    }
  })
  .pipe(DailyReport);
const written = ({ open, ...rest }: Standing): string => JSON.stringify({ open: [...open], ...rest });
/** How things stood, as it was kept. */
export function readStanding(text: string): Standing {
  const { open, ...rest } = Kept.parse(JSON.parse(text));
  return { open: new Map(open), ...rest };
}

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
  const before = kept ? readStanding(kept.open) : NOTHING;
  const of = { date, timeZone, now, before, since: kept?.at, checkpoint };
  const { report, standing } = await reportOn(entries(kept?.at ?? 0, day.end), of);
  return { report, end: day.end + SETTLED_MS <= now ? { at: day.end, open: written(standing) } : null };
}

/**
 * A day is over for good by then, ms: an entry of its last moment may still be on its way to the disk, or from a node whose clock
 * is a little behind.
 */
const SETTLED_MS = 60_000;
/** Days whose reports one asks for at once. */
const RECENT_MOST = 35;

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
  const make = async (date: string, root: DailyReport['checkpoint'], signal?: AbortSignal): Promise<DailyReport> => {
    const { report, end } = await read({ date, timeZone, now: clock.now(), checkpoint: root }, signal);
    const first = await firstAt();
    // whoever asks for days before the journal leaves nothing behind
    if (end && first !== undefined && end.at > first) await keepDayEnd({ ...end, report: JSON.stringify(report) });
    return report;
  };
  /** What was kept and reads as a report: what somebody edited, or an older version wrote, is counted anew. */
  const keptBetween = async (from: number, to: number): Promise<DailyReport[]> =>
    (await keptReports(from, to)).flatMap((text) => {
      const report = KeptText.safeParse(text);
      return report.success ? [report.data] : [];
    });

  return {
    /**
     * The report of a day, `YYYY-MM-DD`; of one before the journal it is empty. Throws `invalid_input` for a day that does not
     * exist or has not begun.
     */
    daily: async (date: string, signal?: AbortSignal): Promise<DailyReport> => {
      const { end } = dayOf(date, timeZone);
      const [kept] = end + SETTLED_MS <= clock.now() ? await keptBetween(end, end) : [];
      return kept ?? make(date, await checkpoint(), signal);
    },
    /** The same, counted from the day's entries whatever was kept: for what leaves the house beside a signed checkpoint. */
    counted: async (date: string): Promise<DailyReport> => make(date, await checkpoint()),
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
        await make(day.date, root);
        known = day.end;
      }
    },
  };
}

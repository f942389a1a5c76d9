import { z } from 'zod';
import { REQUEST_OPEN } from '../book/states.ts';
import type { Clock } from '../flow/ports/clock.ts';
import { parseEntry } from '../journal/entry.ts';
import { type DailyReport, type OpenRequests, type ReportedEntry, reportOn } from './daily.ts';
import { dateAt, dayOf } from './day.ts';
import { NO_SURGE } from './surge.ts';

/** What the reports keep so that the next one need not read the journal from its beginning. */
export interface DayEnds {
  last(at: number): Promise<{ at: number; open: string } | undefined>;
  keep(end: { at: number; open: string }): Promise<void>;
}
export interface DailyReportDeps {
  /** Lines of entries made in [from, to) milliseconds, in pages. */
  linesBetween(from: number, to: number): AsyncIterable<readonly string[]>;
  /** When the first entry was made; undefined where there is none. */
  firstAt(): Promise<number | undefined>;
  dayEnds: DayEnds;
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
 * Daily reports at a cost that does not grow with the journal: each reads from the last day's end that was kept. A day's end
 * is kept once the day is over; without one (first report, old day) the journal is read from further back.
 */
export function createDailyReports({ linesBetween, firstAt, dayEnds, checkpoint, clock, timeZone }: DailyReportDeps) {
  async function* entries(from: number, to: number): AsyncIterable<ReportedEntry> {
    for await (const page of linesBetween(from, to)) for (const line of page) yield parseEntry(line);
  }

  const report = async (date: string, root?: DailyReport['checkpoint']): Promise<DailyReport> => {
    const day = dayOf(date, timeZone);
    const kept = await dayEnds.last(day.begin);
    const known = kept ? Kept.parse(JSON.parse(kept.open)) : { open: [], surge: NO_SURGE };
    const before: OpenRequests = new Map(known.open);
    const now = clock.now();
    const made = await reportOn(entries(kept?.at ?? 0, day.end), {
      date,
      timeZone,
      now,
      before,
      surge: known.surge,
      checkpoint: root ?? null,
    });
    if (made.report.complete)
      await dayEnds.keep({ at: day.end, open: JSON.stringify({ open: [...made.open], surge: made.surge }) });
    return made.report;
  };

  return {
    /** The report of a day, `YYYY-MM-DD`. Throws `invalid_input` for a day that does not exist or has not begun. */
    daily: async (date: string): Promise<DailyReport> => {
      dayOf(date, timeZone);
      const { size, root, note } = await checkpoint();
      return report(date, { size, root: Buffer.from(root).toString('base64'), note });
    },
    /**
     * Keeps the end of every day up to yesterday's, so that no report has to read more than its own day. Of a journal
     * without any it reads one day after another, and what was kept is kept if it ends before it is through.
     */
    keepDayEnds: async (): Promise<void> => {
      const today = dayOf(dateAt(clock.now(), timeZone), timeZone);
      let known = (await dayEnds.last(today.begin))?.at ?? (await firstAt());
      while (known !== undefined && known < today.begin) {
        const day = dayOf(dateAt(known, timeZone), timeZone);
        await report(day.date);
        known = day.end;
      }
    },
  };
}

import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { MINUTE_MS, SECOND_MS } from '../../durations.ts';
import type { Lists } from '../../flow/reading/lists.ts';
import type { ReckonedDate } from '../../flow/request/promises.ts';
import type { Exported } from '../../journal/export.ts';
import { newExportFolder } from '../../journal/export-folders.ts';
import type { ExportTask, Progress, VerificationTask, Verified } from '../../journal/long-reading.ts';
import { dateAt, dayOf } from '../../reports/day.ts';
import type { DayRead } from '../../reports/day-reading.ts';
import type { DailyReportDeps } from '../../reports/days.ts';
import type { ForecastResult, ForecastTask } from '../../reports/forecast.ts';
import type { PeriodReportDeps } from '../../reports/period-reports.ts';
import type { WorkshopTask } from '../../reports/workshop.ts';
import type { Place } from '../../store/place.ts';
import { Results } from './messages.ts';
import { createReadingPool } from './pool.ts';
import type { Program } from './process.ts';
import { createUnchanged } from './unchanged.ts';

/** Exports and verifications take minutes; a process is made for each. */
const LONG = { most: 2, mostWaiting: 8, idleMs: 0 };
/** Somebody waits for these with a page half open: a process that has just read one is kept for the next. */
const QUICK = { most: 2, mostWaiting: 32, idleMs: 5 * MINUTE_MS };
const LIMITS_MS = {
  export: 120 * MINUTE_MS,
  verification: 120 * MINUTE_MS,
  search: 30 * SECOND_MS,
  dates: MINUTE_MS,
  report: 15 * MINUTE_MS,
  sums: MINUTE_MS,
};

/** How somebody who may go waits for it. */
export interface Waits {
  signal?: AbortSignal | undefined;
  progress?: Progress | undefined;
}
/** An export as one ZIP file in the data folder, until it is removed. */
export interface MadeExport extends Exported {
  stream(): Readable;
  remove(): Promise<void>;
}

interface ReadingsOptions {
  /** Where the records are. */
  place: Place;
  /** The folder that exports are made in. */
  exports: string;
  /** Another text whenever a record was changed, or a day was kept. */
  stands(): Promise<string>;
  program?: Program;
}

/**
 * What reads much of the journal and changes nothing: exports, verifications, searches, reports of days and
 * sums of them, dates of those who wait. Processes beside
 * the service do it (docs/decisions/long-readings.md). Today's report and what is foreseen are read once for each state of the records.
 */
export function openReadings({ place, exports, stands, program }: ReadingsOptions) {
  const long = createReadingPool({ ...LONG, program });
  const quick = createReadingPool({ ...QUICK, program });
  const search: Lists['entries'] = (filter, page, signal) =>
    quick.run({
      task: { kind: 'search', place, filter, page },
      result: Results.search,
      limitMs: LIMITS_MS.search,
      signal,
    });
  const reportOnce = createUnchanged<DayRead>();
  const report: DailyReportDeps['read'] = (task, progress, signal) => {
    const { date, timeZone, now, checkpoint } = task;
    const read = () =>
      quick.run({
        task: { kind: 'report', place, task },
        result: Results.report,
        limitMs: LIMITS_MS.report,
        progress,
        signal,
      });
    // one that is over is kept elsewhere, and counted where somebody asks for it to be counted
    if (!checkpoint || dayOf(date, timeZone).end <= now) return read();
    return reportOnce({ stands: String(checkpoint.size), now, asked: date }, read);
  };
  const sums: PeriodReportDeps['sum'] = (task, signal) =>
    quick.run({ task: { kind: 'sums', place, task }, result: Results.sums, limitMs: LIMITS_MS.sums, signal });

  const forecastOnce = createUnchanged<ForecastResult>();
  const forecast = async (task: ForecastTask, signal?: AbortSignal): Promise<ForecastResult> => {
    const { now, ...asked } = task;
    const today = dateAt(now, task.timeZone);
    return forecastOnce({ stands: `${await stands()} ${today}`, now, asked: JSON.stringify(asked) }, () =>
      quick.run({
        task: { kind: 'forecast', place, task },
        result: Results.forecast,
        limitMs: LIMITS_MS.dates,
        signal,
      }),
    );
  };
  const dates = (task: WorkshopTask): Promise<ReckonedDate[]> =>
    quick.run({ task: { kind: 'dates', place, task }, result: Results.dates, limitMs: LIMITS_MS.dates });

  return {
    search,
    report,
    dates,
    forecast,
    sums,
    /** Makes an export under this name. Given up or refused, nothing of it is left. */
    export: async (name: string, task: ExportTask, waits: Waits = {}): Promise<MadeExport> => {
      const folder = await newExportFolder(exports);
      const remove = () => rm(folder, { recursive: true, force: true });
      try {
        const exported = await long.run({
          task: { kind: 'export', place, folder, name, task },
          result: Results.export,
          limitMs: LIMITS_MS.export,
          ...waits,
        });
        return { ...exported, stream: () => createReadStream(join(folder, `${name}.zip`)), remove };
      } catch (error) {
        await remove();
        throw error;
      }
    },
    verify: (task: VerificationTask, waits: Waits = {}): Promise<Verified> =>
      long.run({
        task: { kind: 'verification', place, task },
        result: Results.verification,
        limitMs: LIMITS_MS.verification,
        ...waits,
      }),
    counts: () => ({ long: long.counts(), quick: quick.counts() }),
    /** Gives up whatever is read. */
    close: async (): Promise<void> => {
      await Promise.all([long.close(), quick.close()]);
    },
  };
}
export type Readings = ReturnType<typeof openReadings>;

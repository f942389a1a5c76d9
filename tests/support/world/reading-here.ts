import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readings } from '../../../src/app/readings/readings.ts';
import { ZONE } from '../../../src/book/rules/calendar/working-days.ts';
import { REQUEST_TO_MAKE } from '../../../src/book/tables/states.ts';
import type { Flow } from '../../../src/flow/index.ts';
import type { Clock } from '../../../src/flow/ports/clock.ts';
import { zipInto } from '../../../src/journal/archive.ts';
import { newExportFolder } from '../../../src/journal/export-folders.ts';
import type { Keeper } from '../../../src/journal/keeper.ts';
import { makeExport, verifyLines } from '../../../src/journal/long-reading.ts';
import type { PromiseRecords } from '../../../src/reports/compute-promises.ts';
import { type DayRecords, readDay } from '../../../src/reports/day-reading.ts';
import { createDailyReports, type DailyReportDeps } from '../../../src/reports/days.ts';
import { type ForecastResult, type ForecastTask, readForecast, type Tried } from '../../../src/reports/forecast.ts';
import { createPeriodReports, type PeriodReportDeps } from '../../../src/reports/period-reports.ts';
import { readSums } from '../../../src/reports/sums-reading.ts';
import type { OpenStore } from '../../../src/store/store.ts';

/** Exports and verifications of a test's own store, in this process: those in a process of their own are in tests/app/readings. */
export function readingHere({ journal }: Pick<OpenStore, 'journal'>): Pick<Readings, 'export' | 'verify'> {
  return {
    export: async (name, task, { progress } = {}) => {
      const folder = await newExportFolder(tmpdir());
      const exported = await makeExport(join(folder, name), task, journal, progress);
      await zipInto(join(folder, `${name}.zip`), join(folder, name), name);
      const remove = () => rm(folder, { recursive: true, force: true });
      return { ...exported, stream: () => createReadStream(join(folder, `${name}.zip`)), remove };
    },
    verify: (task, { progress } = {}) => verifyLines(task, journal, progress),
  };
}

/** How daily reports read and keep in a test's own store. */
export function daysHere(
  records: DayRecords,
  { keep, reports }: Pick<OpenStore['dayEnds'], 'keep' | 'reports'>,
): Pick<DailyReportDeps, 'read' | 'keptUpTo' | 'entriesBefore' | 'keepDayEnd' | 'keptReports'> {
  return {
    read: (task, progress) => readDay(task, records, progress),
    keptUpTo: async (at) => (await records.lastDayEnd(at))?.at,
    entriesBefore: records.entriesBefore,
    keepDayEnd: keep,
    keptReports: reports,
  };
}

/** How sums of days are read in a test's own store. */
export const sumsHere =
  ({ reports }: Pick<OpenStore['dayEnds'], 'reports'>): PeriodReportDeps['sum'] =>
  (task) =>
    readSums(task, { keptReports: reports });

/** A store as reports need it. */
type Kept = Pick<OpenStore, 'journal' | 'store'> & { dayEnds: Pick<OpenStore['dayEnds'], 'last' | 'keep' | 'reports'> };
/** What forecasts read of a test's own store; requests in the order of their ids. */
const workshopHere = ({ dayEnds, store: { reads } }: Pick<Kept, 'dayEnds' | 'store'>): PromiseRecords => ({
  lastDayEnd: dayEnds.last,
  keptReports: dayEnds.reports,
  blanks: () => reads.count('token', { state: 'in_stock', transferId: null }),
  waiting: async () => {
    const found = await reads.find('request', { state: REQUEST_TO_MAKE });
    return found.map(({ id, state }) => ({ id, state, promise: null }));
  },
});

/** The reports of a test's own store, read in this process. */
export function reportsHere(
  { journal, dayEnds, store }: Kept,
  {
    keeper,
    clock,
    flow,
    hold = (read) => read,
    forecast,
  }: {
    keeper: Pick<Keeper, 'checkpoint' | 'covering'>;
    clock: Clock;
    flow: Pick<Flow, 'roster'>;
    /** How a day is read, of how it is read here. */
    hold?: (read: DailyReportDeps['read']) => DailyReportDeps['read'];
    /** How a forecast is made; left out: here. */
    forecast?: ((task: ForecastTask) => Promise<ForecastResult>) | undefined;
  },
) {
  const of = { firstAt: journal.firstAt, clock, timeZone: ZONE };
  const own = daysHere({ ...journal, lastDayEnd: dayEnds.last }, dayEnds);
  const days = createDailyReports({
    ...own,
    read: hold(own.read),
    ...of,
    checkpoint: keeper.checkpoint,
    covering: keeper.covering,
  });
  return {
    forecast: async (tried: Tried | null) => {
      const task = { now: clock.now(), timeZone: ZONE, tried, ...(await flow.roster.decided()) };
      return forecast ? forecast(task) : readForecast(task, workshopHere({ dayEnds, store }));
    },
    ...days,
    ...createPeriodReports({ ...of, days, sum: sumsHere(dayEnds) }),
  };
}

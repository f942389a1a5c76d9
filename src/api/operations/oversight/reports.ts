import { z } from 'zod';
import { dateOf, dayOf } from '../../../book/rules/calendar/working-days.ts';
import type { Clock } from '../../../flow/ports/clock.ts';
import type { Patience } from '../../../reports/day-count.ts';
import { endsCsv } from '../../../reports/ends-csv.ts';
import { SPANS } from '../../../reports/trends.ts';
import { namedIn, visibleReport } from '../../../reports/visible-report.ts';
import type { PeriodKind } from '../../../reports/weeks-and-months.ts';
import { type Context, operation } from '../../operation.ts';
import { DailyReport, DaysSum, EndsReport, Trends } from '../../shapes/reports.ts';
import { Time as Moment } from '../../shapes/values.ts';

const Day = z.strictObject({
  /** Of a week or month a day of it; left out: today, in Paris. */
  date: z.iso.date().optional(),
});

const today = (clock: Clock): string => dateOf(dayOf(clock.now()));

/** How long a call waits for days that are being counted: then it is refused, with how far they are. */
const PATIENCE_MS = 5_000;
const patient = (gone: AbortSignal): Patience => ({ signal: gone, patienceMs: PATIENCE_MS });

const DayCount = z.object({
  count: z
    .object({
      /** The day that is counted now. */
      date: z.string(),
      /** Entries read, of how many; of null while it waits for its turn. */
      done: z.int(),
      total: z.int().nullable(),
      begunAt: Moment,
      /** Entries a second, and milliseconds that are left, at the pace so far. */
      perSecond: z.int().nullable(),
      leftMs: z.int().nullable(),
    })
    .nullable(),
});

const NamedReport = DailyReport.extend({
  /** Of people who stand above by their id, those whom the caller may see. */
  names: z.array(z.object({ id: z.string(), name: z.string() })),
});
const SpanInput = z.strictObject({
  /** The time of which is told what was done for whom. */
  span: z.enum(SPANS).default('month'),
});
const File = z.custom<{ name: string; content: Uint8Array }>();

/** The sum of a week or month, for people who may read reports. */
function sumOf({ door, who, gone }: Context, kind: PeriodKind, date = today(door.clock)): Promise<DaysSum> {
  return door.flow.audit.report(who.caller, () => door.reports.period(kind, date, patient(gone)), gone);
}
/** The report of a week or month, and its file. */
const periodOperations = (kind: PeriodKind, summary: string) => ({
  report: operation({
    method: 'GET',
    path: `/v1/reports/${kind}ly`,
    summary,
    acts: ['report.read'],
    input: Day,
    output: DaysSum,
    run: (context, { date }) => sumOf(context, kind, date),
  }),
  csv: operation({
    method: 'GET',
    path: `/v1/reports/${kind}ly.csv`,
    summary: 'The same as CSV',
    acts: ['report.read'],
    produces: 'text/csv; charset=utf-8',
    input: Day,
    output: File,
    run: async (context, { date }) => {
      const sum = await sumOf(context, kind, date);
      const content = Buffer.from(context.door.reports.periodCsv(sum));
      return { name: `jeton-${kind}-${sum.first}.csv`, content };
    },
  }),
});
const week = periodOperations('week', 'The throughput of the week, Monday to Sunday, that holds a day');
const month = periodOperations('month', 'The throughput of the month that holds a day');

export const reports = {
  dailyReport: operation({
    method: 'GET',
    path: '/v1/reports/daily',
    summary: 'The throughput of one day, from the journal',
    acts: ['report.read'],
    input: Day,
    output: NamedReport,
    run: async ({ door, who, gone }, { date = today(door.clock) }) => {
      const { audit, reading } = door.flow;
      const all = await audit.report(who.caller, () => door.reports.daily(date, patient(gone)), gone);
      const report = visibleReport(all, who.caller.personId, await reading.seesTechnicians(who.caller));
      const names = await reading.namesInReport(who.caller, namedIn(report));
      return { ...report, names: [...names].map(([id, name]) => ({ id, name })) };
    },
  }),
  dailyReportCsv: operation({
    method: 'GET',
    path: '/v1/reports/daily.csv',
    summary: 'The same as CSV',
    acts: ['report.read'],
    produces: 'text/csv; charset=utf-8',
    input: Day,
    output: z.custom<{ name: string; content: Uint8Array }>(),
    run: async ({ door, who, gone }, { date = today(door.clock) }) => {
      const report = await door.flow.audit.report(who.caller, () => door.reports.daily(date, patient(gone)), gone);
      const seesEverybody = await door.flow.reading.seesTechnicians(who.caller);
      const text = door.reports.csv(visibleReport(report, who.caller.personId, seesEverybody));
      return { name: `jeton-${date}.csv`, content: Buffer.from(text) };
    },
  }),
  readDayCount: operation({
    method: 'GET',
    path: '/v1/reports/count',
    summary: 'How far the count of days is of which no report was kept, while reports wait for it; null for none',
    acts: ['report.read'],
    input: z.strictObject({}),
    output: DayCount,
    run: async ({ door, who }) => {
      await door.flow.audit.mayReadReports(who.caller);
      return { count: door.reports.counting() ?? null };
    },
  }),
  weeklyReport: week.report,
  weeklyReportCsv: week.csv,
  monthlyReport: month.report,
  monthlyReportCsv: month.csv,
  trendsReport: operation({
    method: 'GET',
    path: '/v1/reports/trends',
    summary: 'Production of the last thirty days and twelve months, and what was done for whom in a span of time',
    acts: ['report.read'],
    input: SpanInput,
    output: Trends,
    run: ({ door, who, gone }, { span }) =>
      door.flow.audit.report(who.caller, () => door.reports.trends(span, patient(gone)), gone),
  }),
  trendsReportCsv: operation({
    method: 'GET',
    path: '/v1/reports/trends.csv',
    summary: 'The same as CSV',
    acts: ['report.read'],
    produces: 'text/csv; charset=utf-8',
    input: SpanInput,
    output: File,
    run: async ({ door, who, gone }, { span }) => {
      const trends = await door.flow.audit.report(who.caller, () => door.reports.trends(span, patient(gone)), gone);
      return { name: `jeton-trends-${trends.today}.csv`, content: Buffer.from(door.reports.trendsCsv(trends)) };
    },
  }),
  endsReport: operation({
    method: 'GET',
    path: '/v1/reports/ends',
    summary: 'What ends in the coming half year, by week and by service, and the renewals that the service plans',
    acts: ['renewal.read'],
    input: z.strictObject({}),
    output: EndsReport,
    run: ({ door, who }) => door.flow.reading.ends(who.caller),
  }),
  endsReportCsv: operation({
    method: 'GET',
    path: '/v1/reports/ends.csv',
    summary: 'The same as CSV',
    acts: ['renewal.read'],
    produces: 'text/csv; charset=utf-8',
    input: z.strictObject({}),
    output: z.custom<{ name: string; content: Uint8Array }>(),
    run: async ({ door, who }) => {
      const report = await door.flow.reading.ends(who.caller);
      return { name: `jeton-ends-${report.today}.csv`, content: Buffer.from(endsCsv(report)) };
    },
  }),
};

import { z } from 'zod';
import type { Clock } from '../../flow/ports/clock.ts';
import { endsCsv } from '../../reports/ends-csv.ts';
import { seenReport } from '../../reports/seen.ts';
import { operation } from '../operation.ts';
import { DailyReport, EndsReport } from '../shapes.ts';

const Day = z.strictObject({
  /** Left out: today, in Paris. */
  date: z.iso.date().optional(),
});

function today(clock: Clock): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' }).format(clock.now());
}

export const reports = {
  dailyReport: operation({
    method: 'GET',
    path: '/v1/reports/daily',
    summary: 'The throughput of one day, from the journal',
    acts: ['report.read'],
    input: Day,
    output: DailyReport,
    run: async ({ door, who, gone }, { date = today(door.clock) }) => {
      const report = await door.flow.audit.report(who.caller, () => door.reports.daily(date, gone));
      return seenReport(report, who.caller.personId, await door.flow.reading.seesTechnicians(who.caller));
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
      const report = await door.flow.audit.report(who.caller, () => door.reports.daily(date, gone));
      const seesEverybody = await door.flow.reading.seesTechnicians(who.caller);
      const text = door.reports.csv(seenReport(report, who.caller.personId, seesEverybody));
      return { name: `jeton-${date}.csv`, content: Buffer.from(text) };
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

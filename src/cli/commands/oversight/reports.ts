import type { Command } from 'commander';
import type { z } from 'zod';
import { OPERATIONS } from '../../../api/operations.ts';
import type { Trends } from '../../../api/shapes/reports.ts';
import { onceCounted } from '../../followed.ts';
import type { Shell } from '../../shell.ts';
import { dayText, sumText, trendsText } from './report-figures.ts';

type Span = z.output<typeof Trends>['span'];
const PERIODS = [
  {
    name: 'weekly',
    what: 'the throughput of a week, Monday to Sunday',
    json: OPERATIONS.weeklyReport,
    csv: OPERATIONS.weeklyReportCsv,
  },
  {
    name: 'monthly',
    what: 'the throughput of a month',
    json: OPERATIONS.monthlyReport,
    csv: OPERATIONS.monthlyReportCsv,
  },
] as const;

/** Adds `report`: figures of days, weeks and months. */
export function addReports(program: Command, shell: Shell): void {
  const look = async () => (await shell.call(OPERATIONS.readDayCount, {})).count;
  const counted = <R>(ask: () => Promise<R>): Promise<R> => onceCounted(shell, ask, look);
  const group = program.command('report').description('figures, from the journal');
  group
    .command('ends')
    .description('what ends by week, and the renewals that the service plans')
    .option('--csv', 'CSV on stdout')
    .action(async ({ csv }: { csv?: boolean }) => {
      if (csv) {
        shell.world.stdout.write(await shell.client().text(OPERATIONS.endsReportCsv, {}));
        return;
      }
      const report = await shell.call(OPERATIONS.endsReport, {});
      const rows = report.weeks.map(({ week, ends, asked, planned, capacity }) => [
        week,
        ends,
        asked,
        planned,
        capacity,
      ]);
      const above = report.above.map(({ date, planned }) => shell.t`above capacity: ${planned} on ${date}\n`).join('');
      shell.show(report, shell.table(['week', 'ends', 'asked for', 'planned', 'capacity'], rows) + above);
    });
  group
    .command('daily')
    .description('the throughput of one day')
    .option('--date <date>', 'such as 2026-11-24; left out: today')
    .option('--csv', 'CSV on stdout')
    .action(async ({ date, csv }: { date?: string; csv?: boolean }) => {
      const day = date === undefined ? {} : { date };
      if (csv) {
        shell.world.stdout.write(await counted(() => shell.client().text(OPERATIONS.dailyReportCsv, day)));
        return;
      }
      const report = await counted(() => shell.call(OPERATIONS.dailyReport, day));
      shell.show(report, dayText(shell, report));
    });
  for (const { name, what, json, csv } of PERIODS) {
    group
      .command(name)
      .description(what)
      .option('--date <date>', 'a day of it, such as 2026-11-24; left out: today')
      .option('--csv', 'CSV on stdout')
      .action(async ({ date, csv: asCsv }: { date?: string; csv?: boolean }) => {
        const day = date === undefined ? {} : { date };
        if (asCsv) {
          shell.world.stdout.write(await counted(() => shell.client().text(csv, day)));
          return;
        }
        const sum = await counted(() => shell.call(json, day));
        shell.show(sum, sumText(shell, sum));
      });
  }
  group
    .command('trends')
    .description('the last twelve months, and what was done for whom in a span of time')
    .option('--span <span>', 'month, last-month or year', 'month')
    .option('--csv', 'CSV on stdout')
    .action(async ({ span, csv }: { span: Span; csv?: boolean }) => {
      if (csv) {
        shell.world.stdout.write(await counted(() => shell.client().text(OPERATIONS.trendsReportCsv, { span })));
        return;
      }
      const trends = await counted(() => shell.call(OPERATIONS.trendsReport, { span }));
      shell.show(trends, trendsText(shell, trends));
    });
}

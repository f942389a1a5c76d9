import type { Command } from 'commander';
import type { z } from 'zod';
import { OPERATIONS } from '../../api/operations.ts';
import type { DailyReport } from '../../api/shapes.ts';
import type { Shell } from '../shell.ts';
import { when } from '../table.ts';

type Surge = z.output<typeof DailyReport>['surges'][number];

/** Milliseconds in the unit that people would say. */
function span(ms: number | null): string {
  if (ms === null) return '–';
  const minutes = ms / 60_000;
  if (minutes < 120) return `${minutes.toFixed(minutes < 10 ? 1 : 0)} min`;
  return minutes < 48 * 60 ? `${(minutes / 60).toFixed(1)} h` : `${(minutes / 1440).toFixed(1)} d`;
}

/** When limits were raised, by how much, and by whom. */
function surgeText({ t }: Shell, { from, until, factor, proposedBy, confirmedBy, endedBy }: Surge): string {
  const said = t`from ${when(from)} until ${when(until)}, limits × ${factor}, proposed by ${proposedBy ?? '–'}, confirmed by ${confirmedBy}`;
  return endedBy === null ? said : `${said}, ${t`ended early by ${endedBy}`}`;
}

/** Adds `report`: figures of a day. */
export function addReports(program: Command, shell: Shell): void {
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
        shell.world.stdout.write(await shell.client().text(OPERATIONS.dailyReportCsv, day));
        return;
      }
      const r = await shell.call(OPERATIONS.dailyReport, day);
      const { low, high, surge } = r.against;
      const shown = shell.facts({
        day: r.complete ? r.date : shell.t`${r.date} (still running)`,
        received: r.received,
        approved: r.approved,
        refused: r.refused,
        produced:
          r.technicians === 1
            ? shell.t`${r.produced} by 1 technician (one makes ${low} to ${high}, ${surge} in a crisis)`
            : shell.t`${r.produced} by ${r.technicians} technicians (one makes ${low} to ${high}, ${surge} in a crisis)`,
        'handed over': r.handedOver,
        activated: r.activated,
        revoked: r.revoked,
        'set aside': r.setAside,
        scrapped: r.scrapped,
        'lead time': shell.t`median ${span(r.leadTime.median)}, p90 ${span(r.leadTime.p90)}`,
        ...(r.surges.length > 0 ? { 'surge mode': r.surges.map((surge) => surgeText(shell, surge)).join('\n') } : {}),
        backlog: r.backlog,
        'certificates accepted': shell.t`${r.acceptedByHolder} signed in, ${r.acceptedByCode} by code, ${r.acceptedByTwo} before two persons`,
        'refused acts': r.refusedActs,
        ...(r.checkpoint ? { journal: shell.t`${r.checkpoint.size} entries, root ${r.checkpoint.root}` } : {}),
      });
      shell.show(r, shown);
    });
}

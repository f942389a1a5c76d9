import type { z } from 'zod';
import { type DailyReport, type DaysSum, machineDays } from '../../../api/shapes/reports.ts';
import { campaignNamesIn } from '../../../words/campaign-names.ts';
import type { Shell } from '../../shell.ts';
import { after } from '../../table.ts';

type Daily = z.output<typeof DailyReport>;
type Sum = z.output<typeof DaysSum>;

/** Workstations in all, by site and by campaign; nothing where nothing was done. */
export function machineText(shell: Shell, { workstations, workstationSites, campaigns }: Daily | Sum): string {
  const { text } = shell;
  const names = campaignNamesIn(shell.language);
  const all = [
    [text('taken over'), workstations.takenOver],
    [text('commissioned'), workstations.commissioned],
    [text('migrated'), workstations.migrated],
    [text('exchanged'), workstations.exchanged],
    [text('retired'), workstations.retired],
  ].filter(([, count]) => count !== 0);
  const sites = workstationSites.map(({ name, commissioned, migrated, retired }) => [
    ...[name, commissioned, migrated, retired],
  ]);
  return (
    after(all, (rows) => shell.table(['workstations', 'how many'], rows)) +
    after(sites, (rows) => shell.table(['site', 'commissioned', 'migrated', 'retired'], rows)) +
    after(
      campaigns.map(({ id, done, ...of }) => [names.name(of), id, done]),
      (rows) => shell.table(['campaign', 'id', 'migrated or exchanged'], rows),
    )
  );
}

/** The days on which something was done to workstations. */
export function machineDayText(shell: Shell, { days }: Sum): string {
  return after(
    machineDays(days).map(({ date, workstations: { takenOver, commissioned, migrated, exchanged, retired } }) => [
      ...[date, takenOver, commissioned, migrated, exchanged, retired],
    ]),
    (rows) => shell.table(['day', 'taken over', 'commissioned', 'migrated', 'exchanged', 'retired'], rows),
  );
}

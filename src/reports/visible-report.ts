import type { DailyReport } from './shape.ts';

/** A report as somebody may read it: their own count alone, where they may not read what each technician made. */
export function visibleReport(report: DailyReport, personId: string, seesEverybody: boolean): DailyReport {
  return seesEverybody ? report : { ...report, producers: report.producers.filter(({ name }) => name === personId) };
}

/** People whom a report names by their id: technicians with a count, and who decided on surge mode. */
export const namedIn = ({ producers, surges }: Pick<DailyReport, 'producers' | 'surges'>) => ({
  producerIds: producers.map(({ name }) => name),
  deciderIds: surges.flatMap(({ proposedBy, confirmedBy, endedBy }) =>
    [proposedBy, confirmedBy, endedBy].flatMap((id) => id ?? []),
  ),
});

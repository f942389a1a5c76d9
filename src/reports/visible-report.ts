import type { DailyReport } from './shape.ts';

/** A report as somebody may read it: their own count alone, where they may not read what each technician made. */
export function visibleReport(report: DailyReport, personId: string, seesEverybody: boolean): DailyReport {
  return seesEverybody ? report : { ...report, producers: report.producers.filter(({ name }) => name === personId) };
}

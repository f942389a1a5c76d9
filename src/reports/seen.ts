import { type Caller, rolesOf } from '../book/rights/roles.ts';
import type { DailyReport } from './shape.ts';

/** A report as somebody may read it: what one technician made is for themselves and for the supervisor. */
export function seenReport(report: DailyReport, caller: Caller, now: number): DailyReport {
  if (rolesOf(caller, now).includes('supervisor')) return report;
  return { ...report, producers: report.producers.filter(({ name }) => name === caller.personId) };
}

import { DAY_MS, type Day, isWorkingDay } from '../book/rules/working-days.ts';
import { LOOKED_AT, type MeasuredDay } from '../forecast/measured.ts';
import type { DailyReport } from './shape.ts';

/** Days of the calendar that hold as many working days as a forecast looks back at, and some more for holidays. */
export const CALENDAR_DAYS = LOOKED_AT * 2;

/** A day as a forecast looks at it; undefined where nobody worked and nothing waited: it tells nothing. */
export function measuredDay(report: DailyReport): MeasuredDay | undefined {
  const day: Day = Date.parse(report.date) / DAY_MS;
  const made = report.produced - report.made.nomade;
  const waiting = report.backlogByState.approved + report.backlogByState.in_production;
  if (!isWorkingDay(day) || (made === 0 && waiting === 0)) return undefined;
  const { median, p90 } = report.approvalWait;
  return {
    ...{ day, made, waiting, urgent: report.urgent, ...report.bench },
    approval: median === null || p90 === null ? null : { median, p90 },
  };
}

/** What one technician makes on a usual day, as was said on the last of these days; of none: undefined. */
export const usualOf = (reports: readonly DailyReport[]): number | undefined => {
  const against = reports.at(-1)?.against;
  return against && (against.low + against.high) / 2;
};

import { isWorked, type PlannedHands, plannedBy } from '../book/rules/calendar/roster.ts';
import { hoursUntil, isSurgeDay, type SurgeDays } from '../book/rules/calendar/work-day.ts';
import { type Day, dayOf, dayOfDate } from '../book/rules/calendar/working-days.ts';
import { DAY_MS } from '../durations.ts';
import type { Decided } from '../flow/roster/roster.ts';
import { blanksOf } from '../forecast/blanks.ts';
import type { Standing } from '../forecast/levels.ts';
import { LOOKED_AT, type MeasuredDay } from '../forecast/measured.ts';
import type { Workshop } from '../forecast/scenarios.ts';
import { NOTHING } from './daily.ts';
import { hourAt } from './day.ts';
import { type DayRecords, readKept, readStanding } from './day-reading.ts';
import { type DailyReport, tokensMade } from './shape.ts';
import { USUAL } from './targets.ts';

/** Days of the calendar that hold as many working days as a forecast looks back at, and some more for holidays. */
const CALENDAR_DAYS = LOOKED_AT * 2;

/** What came from one worked day to the next, to be made for the first time or again: what comes at a weekend comes with Monday. */
function askedBetween(reports: readonly DailyReport[], planned: PlannedHands): number[] {
  let waiting = 0;
  return reports.flatMap(({ date, bench }) => {
    waiting += bench.received;
    if (!isWorked(dayOfDate(date), planned)) return [];
    const came = waiting;
    waiting = 0;
    return [came];
  });
}

/** A day as a forecast looks at it; undefined where nobody was to work, or nobody did and nothing waited: it tells nothing. */
function measuredDay(report: DailyReport, planned: PlannedHands): MeasuredDay | undefined {
  const day = dayOfDate(report.date);
  const made = tokensMade(report);
  const waiting = report.backlogByState.approved + report.backlogByState.in_production;
  if (made === 0 && (waiting === 0 || !isWorked(day, planned))) return undefined;
  const { median, p90 } = report.approvalWait;
  return {
    day,
    made,
    waiting,
    urgent: report.urgent,
    technicians: report.technicians,
    perHour: report.bench.perHour,
    approval: median === null || p90 === null ? null : { median, p90 },
  };
}

/** What people decided, and when it is asked. */
export interface WorkshopTask extends Decided {
  now: number;
  timeZone: string;
}
export interface WorkshopRecords {
  lastDayEnd: DayRecords['lastDayEnd'];
  /** Texts of the reports that were kept of days ending in [from, to], in their order. */
  keptReports(from: number, to: number): Promise<string[]>;
  /** Blank tokens in the stock. */
  blanks(): Promise<number>;
}

/**
 * The workshop as forecasts know it, from the days that were kept, how the dates given before are corrected, and how long days are
 * in surge mode, decided or tried.
 */
export async function readWorkshop(
  { now, timeZone, roster, leadDays, coming, bench, passing, workDay }: WorkshopTask,
  records: WorkshopRecords,
): Promise<{ workshop: Workshop; standing: Standing; longerIn: (surge: SurgeDays | null) => Workshop['longer'] }> {
  const reports = readKept(await records.keptReports(now - CALENDAR_DAYS * DAY_MS, now));
  const [end, blanks] = await Promise.all([records.lastDayEnd(now), records.blanks()]);
  const { dates: standing } = (end && readStanding(end.open)) ?? NOTHING;
  const planned = plannedBy(roster);
  const measured = reports.flatMap((report) => measuredDay(report, planned) ?? []);
  const against = reports.at(-1)?.against ?? USUAL;
  const today = dayOf(now);
  const { endHour } = workDay;
  const hours = { usual: hoursUntil(endHour.usual), surge: hoursUntil(endHour.surge) };
  // what was made in longer days was made in more hours
  const surged = new Set(reports.filter(({ surges }) => surges.length > 0).map(({ date }) => dayOfDate(date)));
  const longerIn = (surge: SurgeDays | null) => (day: Day) =>
    isSurgeDay({ surge }, day) || surged.has(day) ? hours.surge / hours.usual : 1;
  const workshop = {
    today,
    hour: hourAt(now, timeZone),
    measured,
    planned,
    more: 0,
    passing,
    asked: askedBetween(reports, planned).slice(-LOOKED_AT),
    bench: { ...bench, hours: hours.usual },
    longer: longerIn(workDay.surge),
    usual: (against.low + against.high) / 2,
    blanks: blanksOf({ today, leadDays }, { now: blanks, expected: coming }),
  };
  return { workshop, standing, longerIn };
}

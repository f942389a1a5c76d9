import { dateOf, dayOfDate, workingDaysBack } from '../book/rules/calendar/working-days.ts';
import { coverBy, USE_DAYS } from '../book/rules/stock/stock-cover.ts';
import { type DailyReport, tokensMade } from './shape.ts';

/** The first day whose tokens count for how long the stock of a day's end lasts. */
export const coverSince = (date: string): string => dateOf(workingDaysBack(dayOfDate(date), USE_DAYS));

/**
 * How long the blank tokens of a day's end last at the pace of its last twenty working days, by the reports that were kept of them.
 * Null where one of those is to be counted anew. `begins`: the first day of the journal.
 */
export function coverOf(
  report: DailyReport,
  before: readonly DailyReport[],
  begins: string | undefined,
): DailyReport['cover'] {
  const since = coverSince(report.date);
  const first = begins === undefined || begins < since ? since : begins;
  const known = before.filter(({ date }) => date >= first && date < report.date);
  if (known.length < dayOfDate(report.date) - dayOfDate(first)) return null;
  const made = [...known, report].reduce((sum, day) => sum + tokensMade(day), 0);
  return coverBy(report.stock.blanks, made);
}

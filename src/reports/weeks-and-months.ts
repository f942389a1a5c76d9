import { dateOf, dayOfDate, mondayOf } from '../book/rules/calendar/working-days.ts';

/** Days of the calendar, the first and the last among them, as `YYYY-MM-DD`. */
export interface Period {
  first: string;
  last: string;
}
/** What reports are made of, beside days. */
export const PERIODS = ['week', 'month'] as const;
export type PeriodKind = (typeof PERIODS)[number];

/** The day so many days after another. */
export const dayAfter = (date: string, days: number): string => dateOf(dayOfDate(date) + days);
/** Every day of it, in order. */
export const datesOf = ({ first, last }: Period): string[] =>
  Array.from({ length: Math.max(0, dayOfDate(last) - dayOfDate(first) + 1) }, (_, day) => dayAfter(first, day));
/** Monday is 0. */
export const weekdayOf = (date: string): number => dayOfDate(date) - mondayOf(dayOfDate(date));

/** Monday to Sunday. */
function weekOf(date: string): Period {
  const monday = dateOf(mondayOf(dayOfDate(date)));
  return { first: monday, last: dayAfter(monday, 6) };
}
/** The month `before` months before that of the day. */
function monthOf(date: string, before = 0): Period {
  const [year = 0, month = 0] = date.split('-').map(Number);
  const dayIn = (months: number, day: number): string =>
    new Date(Date.UTC(year, month - 1 - before + months, day)).toISOString().slice(0, 10);
  return { first: dayIn(0, 1), last: dayIn(1, 0) };
}
/** No journal is older: what lies before is no day that somebody means. */
export const FIRST_DAY = '1997-01-01';
/** The week or month that a day is in; `by` steps later, or earlier where negative. */
export const periodOf = (kind: PeriodKind, date: string, by = 0): Period =>
  kind === 'week' ? weekOf(dayAfter(date, 7 * by)) : monthOf(date, -by);
/** Up to that of the day, the oldest first. */
export const monthsUpTo = (date: string, count: number): Period[] =>
  Array.from({ length: count }, (_, i) => monthOf(date, count - 1 - i));

/** The number of its week, by ISO 8601: the first week of a year holds its first Thursday. */
export function weekNumber(date: string): number {
  const thursday = mondayOf(dayOfDate(date)) + 3;
  return Math.floor((thursday - dayOfDate(`${dateOf(thursday).slice(0, 4)}-01-01`)) / 7) + 1;
}

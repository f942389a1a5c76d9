import { DAY_MS } from '../../../durations.ts';
import type { PromiseRow, RequestRow } from '../../tables/rows/requests.ts';
import { isMoment } from '../calendar/moments.ts';
import { type Day, dayOf, isDay, isWorkingDay } from '../calendar/working-days.ts';

/** The setting that says whether dates were promised later than the service level: what `readLate` reads, or nothing. */
export const LATE = 'service.late';
/** No new alert begins sooner after the last: each is a mail to every supervisor. */
export const LATE_AGAIN_MS = DAY_MS;
/** As many requests as are given a date. */
export const MOST_LATE = 20_000;

/** Dates later than the service level: how many, one of them, for which day that is promised, since when. */
export interface LateDates {
  count: number;
  request: string;
  until: Day;
  since: number;
  /** When none was late any more; null: some are. */
  ended: number | null;
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

/** What the setting's value says; undefined for nothing, and for what has another shape. */
export function readLate(value: unknown): LateDates | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  try {
    const { count, request, until, since, ended, ...more } = JSON.parse(value) as Partial<LateDates>;
    if (Object.keys(more).length > 0 || typeof request !== 'string' || !isMoment(since)) return undefined;
    if (!isWhole(count) || count < 1 || count > MOST_LATE || !isWhole(until) || !isDay(until)) return undefined;
    return ended === null || isMoment(ended) ? { count, request, until, since, ended } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether so many are told of: no alert stands, or twice as many are late. One that nobody decides silences no other. */
export const isMoreLate = (count: number, last: LateDates | undefined): boolean =>
  last === undefined || last.ended !== null || count >= 2 * last.count;

/** The last day on which a request is ready within the service level: so many working days after it was submitted. */
export function dueDay(submittedAt: number, days: number): Day {
  let due = dayOf(submittedAt);
  for (let left = days; left > 0; left -= 1)
    do due += 1;
    while (!isWorkingDay(due));
  return due;
}

/** Whether a request is promised later than the service level of so many working days. */
export const isLate = (
  { submittedAt, byDay }: Pick<RequestRow, 'submittedAt'> & Pick<PromiseRow, 'byDay'>,
  days: number,
): boolean => byDay > dueDay(submittedAt, days);

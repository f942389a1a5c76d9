import { DAY_MS, HOUR_MS } from '../durations.ts';
import { AppError } from '../errors.ts';

/** A calendar day of a zone: [begin, end) in epoch milliseconds; 23 or 25 hours long where the clocks change. */
export interface Day {
  date: string;
  timeZone: string;
  begin: number;
  end: number;
}

/** The day `date` (`YYYY-MM-DD`) of `timeZone` (IANA). Throws `invalid_input` for a date that no calendar has. */
export function dayOf(date: string, timeZone: string): Day {
  const utc = Date.parse(`${date}T00:00:00.000Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 10) !== date) {
    throw new AppError('invalid_input', 'a date is written YYYY-MM-DD and exists in the calendar', {
      detail: { field: 'date' },
    });
  }
  return { date, timeZone, begin: midnight(utc, timeZone), end: midnight(utc + DAY_MS, timeZone) };
}

/** Why a day to come is refused, as the refusal's detail says it. */
export const NOT_BEGUN = 'day-to-come';
/** Throws `invalid_input` for a day that has not begun at `now`, milliseconds: there is nothing to report of it. */
export function refuseToCome({ begin, timeZone }: Day, now: number): void {
  if (now >= begin) return;
  throw notBegun('this day has', now, timeZone);
}

/** The refusal of days that have not begun at `now`, milliseconds. `have`: which, at the beginning of its sentence. */
export const notBegun = (have: 'this day has' | 'these days have', now: number, timeZone: string): AppError =>
  new AppError('invalid_input', `${have} not begun: ask for ${dateAt(now, timeZone)} or earlier`, {
    detail: { field: 'date', why: NOT_BEGUN },
  });

/** The day that `at` falls in. */
export function dateAt(at: number, timeZone: string): string {
  return new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 10);
}

/** Hour of the wall clock at `at`, 0 to 23. Where the clocks go back, one hour is met twice. */
export function hourAt(at: number, timeZone: string): number {
  return new Date(at + offsetAt(at, timeZone)).getUTCHours();
}

/** The same with its minutes: 14.5 is half past two. */
export function clockAt(at: number, timeZone: string): number {
  return ((at + offsetAt(at, timeZone)) % DAY_MS) / HOUR_MS;
}

/** The instant at which the wall clock of `timeZone` shows what UTC shows at `utc`. */
function midnight(utc: number, timeZone: string): number {
  const guess = utc - offsetAt(utc, timeZone);
  return utc - offsetAt(guess, timeZone);
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** Clocks change at whole quarters of an hour, in every zone. */
const QUARTER_MS = 900_000;
/** The offset that was asked for last: entries of a journal follow one another. */
let last = { timeZone: '', quarter: Number.NaN, offset: 0 };
/** Milliseconds that the wall clock of `timeZone` is ahead of UTC at `at`. */
function offsetAt(at: number, timeZone: string): number {
  const quarter = Math.floor(at / QUARTER_MS);
  if (last.quarter !== quarter || last.timeZone !== timeZone)
    last = { timeZone, quarter, offset: readOffset(quarter * QUARTER_MS, timeZone) };
  return last.offset;
}
function readOffset(at: number, timeZone: string): number {
  const known = formats.get(timeZone);
  const format =
    known ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  if (!known) formats.set(timeZone, format);
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

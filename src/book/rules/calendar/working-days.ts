import { DAY_MS, HOUR_MS } from '../../../durations.ts';

/** Days, deadlines and dates on paper are those of the ministry's offices, wherever a node or a person is. */
export const ZONE = 'Europe/Paris';

/** A day of the calendar in Paris: days since 1 January 1970. */
export type Day = number;

/** Days that a row may hold, from 1997 to 2134: a date can be made of each. Attacker-controlled where an entry names one. */
export const isDay = (day: number): boolean => Number.isInteger(day) && day >= 10_000 && day < 60_000;
const CALENDAR = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, dateStyle: 'short' });

/** The day in Paris at a moment, epoch milliseconds. */
export const dayOf = (at: number): Day => Date.parse(`${CALENDAR.format(at)}T00:00:00Z`) / DAY_MS;
/** When the day begins in Paris. */
export function beginOf(day: Day): number {
  const [summer, winter] = [day * DAY_MS - 2 * HOUR_MS, day * DAY_MS - HOUR_MS];
  return dayOf(summer) === day ? summer : winter;
}
const WALL_CLOCK = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });
/** When the clocks in Paris say so many minutes past midnight on that day, on a day of a change of the clock too. */
export function momentOf(day: Day, minutes: number): number {
  const summer = day * DAY_MS + minutes * 60_000 - 2 * HOUR_MS;
  const [hour = 0, minute = 0] = WALL_CLOCK.format(summer).split(':').map(Number);
  return hour * 60 + minute === minutes ? summer : summer + HOUR_MS;
}
/** The day as `2026-11-27`. */
export const dateOf = (day: Day): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
/** The day of `2026-11-27`; NaN for what is no date. */
export const dayOfDate = (date: string): Day => Date.parse(`${date}T00:00:00Z`) / DAY_MS;
/**
 * When the day `2026-11-27` begins in Paris, or one so many days after it, as epoch milliseconds: people and their doors say
 * days, rows and entries hold moments. undefined for what is no date of the calendar.
 */
export function beginOfDate(date: string, daysLater = 0): number | undefined {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(date) ? dayOfDate(date) : Number.NaN;
  return Number.isInteger(day) && dateOf(day) === date ? beginOf(day + daysLater) : undefined;
}
/** The Monday of its week. */
export const mondayOf = (day: Day): Day => day - ((day + 3) % 7);

/** Easter Sunday (the anonymous Gregorian computus, Meeus 1991). */
function easter(year: number): Day {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  const date = (h + l - 7 * m + 33 * month + 19) % 32;
  return Date.UTC(year, month - 1, date) / DAY_MS;
}
/** Public holidays of France (code du travail, L3133-1), as month-date, and as days after Easter. */
const FIXED = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'];
const AFTER_EASTER = [1, 39, 50];

/** Holidays are reckoned once: plans and forecasts ask for the same days thousands of times. */
const HOLIDAYS = new Map<Day, boolean>();
/** Whether the workshop works: Monday to Friday, public holidays excepted. */
export function isWorkingDay(day: Day): boolean {
  if (day - mondayOf(day) >= 5) return false;
  const known = HOLIDAYS.get(day) ?? isHoliday(day);
  if (isDay(day)) HOLIDAYS.set(day, known);
  return !known;
}
function isHoliday(day: Day): boolean {
  const date = dateOf(day);
  return FIXED.includes(date.slice(5)) || AFTER_EASTER.includes(day - easter(Number(date.slice(0, 4))));
}
/** The first working day after this one. */
export function nextWorkingDay(day: Day): Day {
  let next = day + 1;
  while (!isWorkingDay(next)) next += 1;
  return next;
}
/** The first of the last `count` working days up to this day, itself included where it is one. */
export function workingDaysBack(day: Day, count: number): Day {
  let first = lastWorkingDay(day);
  for (let left = count - 1; left > 0; left -= 1) first = lastWorkingDay(first - 1);
  return first;
}
/** The day itself where it is a working day, else the last one before it. */
export function lastWorkingDay(day: Day): Day {
  let last = day;
  while (!isWorkingDay(last)) last -= 1;
  return last;
}

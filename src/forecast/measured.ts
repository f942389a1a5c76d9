import { BEGINS } from '../book/rules/calendar/work-day.ts';
import { type Day, isWorkingDay } from '../book/rules/calendar/working-days.ts';

/** Something of each priority that goes before the normal one: continuity of service, crisis. */
export interface Urgent {
  continuity: number;
  crisis: number;
}

/** What one working day of the workshop was, counted from the journal. */
export interface MeasuredDay {
  day: Day;
  /** Tokens made; Nomade credentials are not made at a bench. */
  made: number;
  /** Technicians who made them. */
  technicians: number;
  /** Requests that waited to be made when it ended: where none did, the workshop could have made more. */
  waiting: number;
  /** Requests approved on it that go before others, by how far they do. */
  urgent: Urgent;
  /** Tokens made by hour of the wall clock, 0 to 23. */
  perHour: readonly number[];
  /** How long approvals of that day had been waited for, office days (`officeShare`); null where there was none. */
  approval: { median: number; p90: number } | null;
}

/** Days that a forecast looks back at. */
export const LOOKED_AT = 25;
/** Where nothing was measured yet: work is made from nine to five. */
const OFFICE = Array.from({ length: 24 }, (_, hour) => (hour >= BEGINS && hour < 17 ? 1 : 0));

/** The share of a day's tokens that is made by an hour of the wall clock (14.5: half past two), as measured. */
export function shareBy(days: readonly MeasuredDay[], hour: number): number {
  const measured = OFFICE.map((_, at) => days.reduce((sum, { perHour }) => sum + (perHour[at] ?? 0), 0));
  const profile = measured.some((made) => made > 0) ? measured : OFFICE;
  const all = profile.reduce((sum, made) => sum + made, 0);
  const full = Math.floor(hour);
  const before = profile.slice(0, full).reduce((sum, made) => sum + made, 0);
  return Math.min(1, (before + (hour - full) * (profile[full] ?? 0)) / all);
}

const [OPENS, CLOSES] = [8.5, 17.5];
/** The share of an office day that is over by an hour of the wall clock: nights do not count as waiting. */
export const officeShare = (hour: number): number => Math.min(1, Math.max(0, (hour - OPENS) / (CLOSES - OPENS)));

/** A moment of the wall clock: 14.5 is half past two. */
export interface WallTime {
  day: Day;
  hour: number;
}
/** Office days between two moments: what is asked for in the evening and approved in the morning was not waited for. */
export function officeDays(from: WallTime, to: WallTime): number {
  const share = ({ day, hour }: WallTime): number => (isWorkingDay(day) ? officeShare(hour) : 1);
  let days = 0;
  for (let day = from.day + 1; day <= to.day; day += 1) if (isWorkingDay(day)) days += 1;
  return Math.max(0, days + share(to) - share(from));
}

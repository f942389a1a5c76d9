import { HOUR_MS } from '../../../durations.ts';
import { type LimitName, limitOf, readSurge, type Settings, SURGE, type Surge } from '../limits.ts';
import { type Day, dayOf } from './working-days.ts';

/** The hour of the wall clock at which work begins. */
export const BEGINS = 9;

/** How long tokens are made on a day, and what a technician is to make: on a usual one, and while surge mode lasts. */
export interface WorkDay {
  endHour: { usual: number; surge: number };
  target: { low: number; high: number; surge: number };
  /** Surge mode that lasts or is planned; null: there is none. */
  surge: SurgeDays | null;
  /** Surge mode as it would be if two persons decided it now, for as long as policy lets them. */
  longestSurge: SurgeDays;
}
/** The days of surge mode, both included. */
export interface SurgeDays {
  from: Day;
  until: Day;
}
/** The policies that say it. */
export const WORK_DAY = [
  ...(['day.endHour', 'surge.endHour', 'report.usualLow', 'report.usualHigh'] as const),
  ...(['report.crisis', 'surge.mostHours'] as const),
] as const satisfies readonly LimitName[];

const daysOf = ({ from, until }: Pick<Surge, 'from' | 'until'>): SurgeDays => ({
  from: dayOf(from),
  until: dayOf(until - 1),
});

/** The day's work as two persons decided it. */
export function workDayOf(settings: Settings, now: number): WorkDay {
  const of = (id: LimitName): number => limitOf(settings, id);
  const surge = readSurge(settings(SURGE));
  const stands = surge !== undefined && surge.until > now;
  return {
    endHour: { usual: of('day.endHour'), surge: of('surge.endHour') },
    target: { low: of('report.usualLow'), high: of('report.usualHigh'), surge: of('report.crisis') },
    surge: stands ? daysOf(surge) : null,
    longestSurge: daysOf({ from: now, until: now + of('surge.mostHours') * HOUR_MS }),
  };
}

/** Whether surge mode lasts on a day, or on a part of it. */
export const isSurgeDay = ({ surge }: Pick<WorkDay, 'surge'>, day: Day): boolean =>
  surge !== null && surge.from <= day && day <= surge.until;
/** Hours on which tokens are made until this one. */
export const hoursUntil = (endHour: number): number => endHour - BEGINS;

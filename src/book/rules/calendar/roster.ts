import type { RosterReason } from '../../tables/codes.ts';
import type { RosterRow } from '../../tables/rows/requests.ts';
import { type Day, dateOf, dayOf, isDay, isWorkingDay } from './working-days.ts';

/** Technicians that a day, or a campaign, may be planned with. */
export const MOST_TECHNICIANS = 200;
/** Days ahead that may be planned, and that one plan may hold. */
export const FARTHEST_PLAN = 366;

/** Days on which so many technicians are to work, and why it is told. */
export type RosterPlan = Pick<RosterRow, 'firstDay' | 'lastDay' | 'technicians' | 'reason'>;

/** Whether such days can be planned today: in order, none past, none out of sight. */
export const arePlanned = ({ firstDay, lastDay }: Pick<RosterPlan, 'firstDay' | 'lastDay'>, today: Day): boolean =>
  isDay(firstDay) && isDay(lastDay) && today <= firstDay && firstDay <= lastDay && lastDay <= today + FARTHEST_PLAN;
/** The year of a day: plans are found by that of their first day. */
export const yearOf = (day: Day): number => Number(dateOf(day).slice(0, 4));
/** The years in which a plan that holds one of these days can begin. */
export function planYears(firstDay: Day, lastDay: Day): number[] {
  const first = yearOf(firstDay - FARTHEST_PLAN);
  return Array.from({ length: yearOf(lastDay) - first + 1 }, (_, at) => first + at);
}
/** Nobody works where the workshop is closed, and it is closed where nobody works. */
export const fitsReason = (technicians: number, reason: RosterReason): boolean =>
  (technicians === 0) === (reason === 'closure');

/** Technicians who are to work on a day; undefined where nobody planned it. None: the workshop is closed. */
export type PlannedHands = (day: Day) => number | undefined;
/** Whether anybody is to work on a day: as was planned, else as the calendar says. */
export const isWorked = (day: Day, planned: PlannedHands): boolean => (planned(day) ?? Number(isWorkingDay(day))) > 0;
/** The plan that holds of a day; undefined where nobody planned it. */
const planOn =
  <P extends Pick<RosterRow, 'nth' | 'firstDay' | 'lastDay'>>(periods: readonly P[]) =>
  (day: Day): P | undefined =>
    periods.find(({ firstDay, lastDay }) => {
      return firstDay <= day && day <= lastDay && (isWorkingDay(day) || !holdsWorkingDay(firstDay, lastDay));
    });
const newestFirst = <P extends Pick<RosterRow, 'nth'>>(periods: readonly P[]): P[] =>
  periods.toSorted((a, b) => b.nth - a.nth);
/**
 * What was planned of each day. The last plan of a day holds; one that spans weekends and public holidays plans the working
 * days in between, one of such days alone plans those: a Saturday is worked when it is said of itself.
 */
export function plannedBy(periods: readonly (Pick<RosterRow, 'nth'> & Omit<RosterPlan, 'reason'>)[]): PlannedHands {
  const holds = planOn(newestFirst(periods));
  // a forecast asks for the same days hundreds of times
  const known = new Map<Day, number | undefined>();
  return (day) => {
    if (!known.has(day)) known.set(day, holds(day)?.technicians);
    return known.get(day);
  };
}
/** More days than those of any row of holidays and weekends. */
const LONGEST_REST = 7;
function holdsWorkingDay(firstDay: Day, lastDay: Day): boolean {
  if (lastDay - firstDay >= LONGEST_REST) return true;
  for (let day = firstDay; day <= lastDay; day += 1) if (isWorkingDay(day)) return true;
  return false;
}

/** A plan, and when it was made. */
export type MadePlan = RosterPlan & Pick<RosterRow, 'nth' | 'plannedAt'>;
/**
 * Whether somebody planned since a moment that fewer technicians work, or none, on a day from then to another one: fewer than were
 * planned, or than come usually, as its reason says.
 */
export function isPlannedDown(plans: readonly MadePlan[], since: number, lastDay: Day): boolean {
  const latest = newestFirst(plans);
  const [is, was] = [planOn(latest), planOn(latest.filter(({ plannedAt }) => plannedAt <= since))];
  for (let day = dayOf(since); day <= lastDay; day += 1) {
    const [now, before] = [is(day), was(day)];
    if (now === undefined || now === before) continue;
    const isLess = before ? now.technicians < before.technicians : now.reason === 'closure' || now.reason === 'absence';
    if (isLess && (before !== undefined || isWorkingDay(day))) return true;
  }
  return false;
}

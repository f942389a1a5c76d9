import type { PlannedHands } from '../book/rules/calendar/roster.ts';
import { type Day, isWorkingDay } from '../book/rules/calendar/working-days.ts';
import type { MeasuredDay } from './measured.ts';

/** Days that have to be planned before it is taken that it goes on like that: one Saturday says nothing of the weeks after it. */
const A_WEEK = 5;
/** Who is to come on the days ahead: as was planned, and after the last planned day like on it. */
export function goesOn(planned: PlannedHands, days: readonly Day[]): PlannedHands {
  const known = days.slice(0, 2 * A_WEEK).filter((day) => planned(day) !== undefined);
  const last = known.length < A_WEEK ? undefined : days.findLast((day) => isWorkingDay(day) && (planned(day) ?? 0) > 0);
  return (day) => planned(day) ?? (last !== undefined && day > last ? planned(last) : undefined);
}

/** Of technicians who are to come so many do, before it was measured. */
const USUALLY = 0.95;
/** Technicians and days that this counts as. */
const AS_MANY = 10;

/** The share of planned technicians who came, on the days that were measured; no less than half. */
export function attendanceOf(measured: readonly MeasuredDay[], planned: PlannedHands): number {
  let [came, due] = [USUALLY * AS_MANY, AS_MANY];
  for (const { day, technicians } of measured) {
    const most = planned(day) ?? 0;
    // who came unplanned makes up for nobody
    came += Math.min(most, technicians);
    due += most;
  }
  return Math.max(0.5, came / due);
}

/** Draws how many of the planned technicians come; one at least where one is to come. */
export function present(planned: number, attendance: number, chance: () => number): number {
  let came = 0;
  for (let left = planned; left > 0; left -= 1) if (chance() < attendance) came += 1;
  return came === 0 && planned > 0 ? 1 : came;
}

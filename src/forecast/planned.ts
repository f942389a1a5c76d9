import type { Planned } from '../book/rules/roster.ts';
import type { MeasuredDay } from './measured.ts';

/** Of technicians who are to come so many do, before it was measured. */
const USUALLY = 0.95;
/** Technicians and days that this counts as. */
const AS_MANY = 10;

/** The share of planned technicians who came, on the days that were measured; no less than half. */
export function attendanceOf(measured: readonly MeasuredDay[], planned: Planned): number {
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

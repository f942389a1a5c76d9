import { type PlannedHands, plannedBy, planYears } from '../rules/calendar/roster.ts';
import type { Day } from '../rules/calendar/working-days.ts';
import type { Scene } from './scene.ts';

/** Who was to work on the days between two, as it was planned before the entry. */
export const plannedIn = (s: Scene, firstDay: Day, lastDay: Day): PlannedHands =>
  plannedBy(planYears(firstDay, lastDay).flatMap((year) => s.find('rosterPlansOfYear', year)));

import { type PlannedHands, plannedBy } from '../../book/rules/calendar/roster.ts';
import type { Day } from '../../book/rules/calendar/working-days.ts';
import type { Reads } from '../ports/store.ts';
import { MOST_STANDING } from '../roster/roster.ts';

/** How many technicians are to work on the days to come, as the roster says: nobody is called to a workshop that is closed. */
export async function plannedHands(reads: Pick<Reads, 'find'>, today: Day): Promise<PlannedHands> {
  const standing = { orderBy: 'lastDay', from: today, descending: true, limit: MOST_STANDING } as const;
  return plannedBy(await reads.find('roster', {}, standing));
}

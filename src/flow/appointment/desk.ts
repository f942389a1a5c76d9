import { isWorked, plannedBy } from '../../book/rules/calendar/roster.ts';
import { type Day, dayOf } from '../../book/rules/calendar/working-days.ts';
import {
  countIn,
  DESK_LIMITS,
  type Desk,
  daysOffered,
  deskOf,
  type Slot,
  slotsOf,
  type TakenSlot,
} from '../../book/rules/handover/appointments.ts';
import type { Reads } from '../ports/store.ts';
import { MOST_STANDING } from '../roster/roster.ts';
import { settingsIn } from '../two-persons/limits.ts';

/** A slot that has not begun, and how many places are left in it. */
export interface SlotLeft extends Slot {
  left: number;
}

/** How the desk takes people now. */
export const deskNow = async (reads: Pick<Reads, 'find'>): Promise<Desk> =>
  deskOf(await settingsIn(reads, DESK_LIMITS));

/**
 * Whether a site has a desk: where tokens are kept, they are handed over. A service that names no place of its stock has one
 * workshop, and who asks for an appointment comes there.
 */
export async function hasDesk(reads: Pick<Reads, 'find' | 'count'>, site: string): Promise<boolean> {
  const [kept] = await reads.find('stockLocation', { site }, { limit: 1 });
  return kept !== undefined || (await reads.count('stockLocation', {})) === 0;
}

/** Whether whoever fetches the token of a request there picks a slot. */
export const mayPickSlot = async (
  reads: Pick<Reads, 'find' | 'count'>,
  { deliverySite }: { deliverySite: string },
): Promise<boolean> => (await deskNow(reads)).open && (await hasDesk(reads, deliverySite));

/** Whether a day from this one on is worked, as it is planned now. */
export async function workedFrom(reads: Pick<Reads, 'find'>, firstDay: Day): Promise<(day: Day) => boolean> {
  // no more than these stand at once: a roster takes no other
  const plans = await reads.find('roster', {}, { orderBy: 'lastDay', from: firstDay, limit: MOST_STANDING });
  const planned = plannedBy(plans);
  return (day) => isWorked(day, planned);
}

/** The days that are offered from a moment on. */
export async function offeredDays(reads: Pick<Reads, 'find'>, desk: Desk, now: number): Promise<Day[]> {
  const today = dayOf(now);
  return daysOffered(today, desk, await workedFrom(reads, today));
}

/** The slots of a day that have not begun, full ones too. */
export const slotsLeft = (desk: Desk, day: Day, booked: readonly TakenSlot[], now: number): SlotLeft[] =>
  slotsOf(day, desk)
    .filter(({ startsAt }) => startsAt > now)
    .map((slot) => ({ ...slot, left: Math.max(0, desk.places - countIn(slot, booked)) }));

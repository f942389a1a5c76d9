import type { Rows } from '../../language/revokes.ts';
import type { AppointmentRow } from '../../tables/rows/requests.ts';
import { FARTHEST_PLAN } from '../calendar/roster.ts';
import { type Day, momentOf } from '../calendar/working-days.ts';
import { limitOf, type Settings } from '../limits.ts';

/** A slot at the desk, from when until when. */
export type Slot = Pick<AppointmentRow, 'startsAt' | 'endsAt'>;

/** How the desk takes people. */
export interface Desk {
  /** Whether agents pick a slot at all. */
  open: boolean;
  minutes: number;
  /** Agents that one slot takes at one site. */
  places: number;
  fromHour: number;
  toHour: number;
  /** Worked days that are offered. */
  days: number;
}
/** The settings that say it. */
export const DESK_LIMITS = [
  'appointment.open',
  'appointment.minutes',
  'appointment.places',
  'appointment.fromHour',
  'appointment.toHour',
  'appointment.days',
] as const;
/** How the desk takes people, as two persons set it. */
export const deskOf = (settings: Settings): Desk => ({
  open: limitOf(settings, 'appointment.open') === 2,
  minutes: limitOf(settings, 'appointment.minutes'),
  places: limitOf(settings, 'appointment.places'),
  fromHour: limitOf(settings, 'appointment.fromHour'),
  toHour: limitOf(settings, 'appointment.toHour'),
  days: limitOf(settings, 'appointment.days'),
});

/** The slots of a worked day: the last one is over when the desk closes. */
export function slotsOf(day: Day, { minutes, fromHour, toHour }: Desk): Slot[] {
  const count = Math.floor(((toHour - fromHour) * 60) / minutes);
  return Array.from({ length: count }, (_, at) => {
    const startsAt = momentOf(day, fromHour * 60 + at * minutes);
    return { startsAt, endsAt: startsAt + minutes * 60_000 };
  });
}

/** The last day that can be offered: a closure longer than a plan may hold leaves nothing to be offered. */
export const farthestDay = (today: Day): Day => today + FARTHEST_PLAN;
/** The worked days that are offered, today among them where it is worked. */
export function daysOffered(today: Day, { days }: Pick<Desk, 'days'>, worked: (day: Day) => boolean): Day[] {
  const offered: Day[] = [];
  for (let day = today; day <= farthestDay(today) && offered.length < days; day += 1)
    if (worked(day)) offered.push(day);
  return offered;
}

/** A slot, and how many have it: one where it is the slot of a row. */
export type TakenSlot = Slot & { count?: number };
/** How many of these stand at the desk during the slot: settings may have changed since, so that slots of two lengths meet. */
export const countIn = (slot: Slot, booked: readonly TakenSlot[]): number =>
  booked
    .filter(({ startsAt, endsAt }) => startsAt < slot.endsAt && slot.startsAt < endsAt)
    .reduce((sum, { count = 1 }) => sum + count, 0);

/** The appointment that stands for the request of the scene. */
export const ofRequest: Rows = (s) => s.find('openAppointments', String(s.row('request')?.['id']));

/** Nobody came within the grace after the slot. */
export const isMissed = ({ endsAt }: Pick<Slot, 'endsAt'>, graceMinutes: number, now: number): boolean =>
  endsAt + graceMinutes * 60_000 < now;

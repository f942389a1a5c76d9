import type { ExpectedDeliveryRow } from '../../tables/rows/stock.ts';
import { arePlanned } from '../calendar/roster.ts';
import { type Day, isWorkingDay } from '../calendar/working-days.ts';

/** Tokens of one order. */
export const MOST_EXPECTED = 100_000;
/** Deliveries that may be expected at once: forecasts look through them for each day. */
export const MOST_OPEN_DELIVERIES = 200;
/** What an order is known by: a code of the supplier or of the house, no text. */
export const ORDER_CODE = /^[A-Za-z0-9][A-Za-z0-9./_-]{0,59}$/;

/** Whether a delivery can be expected on a day, as of today: not on one that is past, and not out of sight. */
export const canComeOn = (day: Day, today: Day): boolean => arePlanned({ firstDay: day, lastDay: day }, today);

/** How many of an expected delivery are still to come. */
export const outstanding = ({ count, came }: Pick<ExpectedDeliveryRow, 'count' | 'came'>): number =>
  Math.max(0, count - came);

/** Working days that an order takes, as of a day. */
export interface Ordering {
  today: Day;
  leadDays: number;
}
/**
 * From which day on there are enough blank tokens, though nobody said so: an order takes so long, of today, or of the day of the last
 * delivery where that comes by then. One that comes later than an order of today puts none off.
 */
export function enoughFrom({ today, leadDays }: Ordering, days: readonly Day[]): Day {
  const ordered = (from: Day): Day => {
    let day = from;
    for (let left = leadDays; left > 0; left -= isWorkingDay(day) ? 1 : 0) day += 1;
    return day;
  };
  const soonest = ordered(today);
  return ordered(Math.max(today, ...days.filter((day) => day <= soonest)));
}
/** Whether blank tokens come on a day that is not today's, of the days on which they are expected or by an order. */
export const isBlankDay = (day: unknown, ordering: Ordering, days: readonly Day[]): boolean =>
  typeof day === 'number' && day > ordering.today && (days.includes(day) || day === enoughFrom(ordering, days));

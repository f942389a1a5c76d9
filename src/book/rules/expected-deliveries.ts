import type { ExpectedDeliveryRow } from '../tables/rows/stock.ts';
import { arePlanned } from './roster.ts';
import type { Day } from './working-days.ts';

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

import { createHash } from 'node:crypto';
import { type Day, dateOf } from '../../book/rules/calendar/working-days.ts';
import { MOST_OPEN_DELIVERIES, outstanding } from '../../book/rules/stock/expected-deliveries.ts';
import type { Reads } from '../ports/store.ts';
import { activeHolders } from './active-holders.ts';
import type { Notice } from './templates.ts';

/** The day on which blank tokens are missing for the queue, and how many, as was foreseen. */
export interface Short {
  day: Day;
  missing: number;
}

/**
 * Supervisors hear that blank tokens end before what is expected covers the queue. Once for each state of what came and what is to
 * come: a delivery, an order, one that is cancelled or moved makes it another one.
 */
export async function stockEndsNotices(reads: Reads, { day, missing }: Short, now: number): Promise<Notice[]> {
  const expected = await reads.find('expectedDelivery', { state: 'expected' }, { limit: MOST_OPEN_DELIVERIES });
  const coming = expected.map((row) => `${row.id}:${row.day}:${outstanding(row)}`).sort();
  const state = createHash('sha256')
    .update(`${await reads.count('delivery', {})} ${coming.join(' ')}`)
    .digest('hex');
  const holders = await activeHolders(reads, ['supervisor'], now);
  return [...new Set(holders.map(({ personId }) => personId))].map((personId) => ({
    template: 'stock-ends',
    personId,
    about: `blanks:${dateOf(day)}:${missing}`,
    once: `stock-ends:${state}:${personId}`,
  }));
}

import { MOST_OPEN_DELIVERIES, outstanding } from '../../book/rules/expected-deliveries.ts';
import { type Day, dateOf } from '../../book/rules/working-days.ts';
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
 * come: a delivery, an order, or a day that is put off makes it another one.
 */
export async function stockEndsNotices(reads: Reads, { day, missing }: Short, now: number): Promise<Notice[]> {
  const expected = await reads.find('expectedDelivery', { state: 'expected' }, { limit: MOST_OPEN_DELIVERIES });
  const coming = expected.reduce((sum, row) => sum + outstanding(row), 0);
  const days = expected.reduce((sum, row) => sum + row.day, 0);
  const state = `${await reads.count('delivery', {})}:${expected.length}:${coming}:${days}`;
  const holders = await activeHolders(reads, ['supervisor'], now);
  return [...new Set(holders.map(({ personId }) => personId))].map((personId) => ({
    template: 'stock-ends',
    personId,
    about: `blanks:${dateOf(day)}:${missing}`,
    once: `stock-ends:${state}:${personId}`,
  }));
}

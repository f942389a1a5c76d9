import type { RequestRow } from '../../tables/rows/requests.ts';
import type { RequestState } from '../../tables/states.ts';

/** Where a request stands in the queue: the columns that it is ordered by. */
export type QueuePlace = Pick<RequestRow, 'rank' | 'id'>;

/**
 * The queue for production: which requests stand in it, and which of two is made first, by the first column that differs: the
 * lower rank (priority.ts), so what has waited longest but for the days of a priority; the id settles what has the same.
 * Technicians take from it, approvers decide in its order, and who waits is told how many are before them. The store's index
 * `requestQueue` has this order.
 */
export const QUEUE = {
  state: 'approved',
  order: ['rank', 'id'],
} as const satisfies { state: RequestState; order: readonly (keyof QueuePlace)[] };

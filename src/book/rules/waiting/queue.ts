import type { RequestRow, RequestState } from '../../tables/tables.ts';

/** Where a request stands in the queue: the columns that it is ordered by. */
export type QueuePlace = Pick<RequestRow, 'priority' | 'submittedAt' | 'id'>;

/**
 * The queue for production: which requests stand in it, and which of two is made first, by the first column that differs:
 * crisis first, then what has waited longest; the id settles what came at the same moment. Technicians take from it, approvers
 * decide in its order, and who waits is told how many are before them. The store's index `requestQueue` has this order.
 */
export const QUEUE = {
  state: 'approved',
  order: [
    { column: 'priority', descending: true },
    { column: 'submittedAt', descending: false },
    { column: 'id', descending: false },
  ],
} as const satisfies {
  state: RequestState;
  order: readonly { column: keyof QueuePlace; descending: boolean }[];
};

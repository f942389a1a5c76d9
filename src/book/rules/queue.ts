import type { RequestRow, RequestState } from '../tables/tables.ts';

/** Where a request stands in the queue: the columns that it is ordered by. */
export type QueuePlace = Pick<RequestRow, 'priority' | 'submittedAt' | 'id'>;

/**
 * The queue for production: which requests stand in it, and which of two is made first, by the first column that differs.
 * Technicians take from it, and who waits is told how many are before them: both ask here. The store's index
 * `requestQueue` has this order.
 */
export const QUEUE: {
  readonly state: RequestState;
  readonly order: readonly { column: keyof QueuePlace; descending: boolean }[];
} = {
  state: 'approved',
  order: [
    { column: 'priority', descending: true },
    { column: 'submittedAt', descending: false },
    { column: 'id', descending: false },
  ],
};

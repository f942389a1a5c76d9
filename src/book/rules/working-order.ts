import type { RequestRow } from '../tables/tables.ts';

/**
 * The order in which requests are worked on, by approvers and technicians alike: crisis first, then what has waited longest.
 * The id settles what came at the same moment.
 */
export const WORKING_ORDER = [
  { by: 'priority', descending: true },
  { by: 'submittedAt', descending: false },
  { by: 'id', descending: false },
] as const satisfies readonly { by: keyof RequestRow; descending: boolean }[];

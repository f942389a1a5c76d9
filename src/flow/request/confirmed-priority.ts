import { z } from 'zod';
import {
  daysAhead,
  MOST_URGENT,
  PRIORITIES,
  priorityNow,
  rankOf,
  reasonsFor,
} from '../../book/rules/waiting/priority.ts';
import { LOWERED_FOR, type PriorityReason, RAISED_FOR } from '../../book/tables/codes.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { AppError } from '../../errors.ts';
import type { Reads } from '../ports/store.ts';
import { settingsIn } from '../two-persons/limits.ts';

/** Reasons that a person may give; what was asked needs none. */
const GIVEN_REASONS = ['as-asked', ...RAISED_FOR, ...LOWERED_FOR] as const;
/** A priority that is decided: left out, what stands or was asked is confirmed. */
export const Decision = {
  priority: z.int().min(0).max(MOST_URGENT).optional(),
  /** Why it is another than what stands. */
  priorityReason: z.enum(GIVEN_REASONS).optional(),
};
/** What counted of a priority when it was read. */
export const Seen = z.int().min(0).max(MOST_URGENT);
interface Decided {
  priority?: number | undefined;
  priorityReason?: PriorityReason | undefined;
}
export type Confirmed = Pick<RequestRow, 'confirmedPriority' | 'priorityReason' | 'rank'>;

const settings = (reads: Pick<Reads, 'find'>) => settingsIn(reads, ['queue.continuityDays', 'queue.crisisDays']);
/** Where a request stands in the queue, by the policy of now. */
export const rankIn = async (
  reads: Pick<Reads, 'find'>,
  row: Pick<RequestRow, 'submittedAt' | 'priority' | 'confirmedPriority'>,
): Promise<number> => rankOf(await settings(reads), row);
/** By how many days each priority goes before a normal one now. */
export async function queueDays(reads: Pick<Reads, 'find'>): Promise<number[]> {
  const says = await settings(reads);
  return PRIORITIES.map((priority) => daysAhead(says, priority));
}

/** Throws `invalid_input` for another priority than what stands without a reason of its direction. */
function reasonOf(row: RequestRow, to: number, given: PriorityReason | undefined): PriorityReason {
  const reasons = reasonsFor(row, to);
  const [only] = reasons;
  // what stands, or was asked, has its reason
  if (reasons.length === 1 && only !== undefined && (given === undefined || given === only)) return only;
  if (given !== undefined && reasons.includes(given)) return given;
  throw new AppError('invalid_input', `priority ${to} needs one of these reasons: ${reasons.join(', ')}`, {
    detail: { field: 'priorityReason', why: 'priority-reason', reasons },
  });
}

/** Throws `changed_since` where another priority counts by now than the one that was seen. */
export function checkSeen(row: RequestRow, seen: number): void {
  const stands = priorityNow(row);
  if (stands === seen) return;
  throw new AppError('changed_since', `priority ${stands} counts for request ${row.number}, and you saw ${seen}`, {
    detail: { why: 'priority', seen, stands },
  });
}

/** What somebody confirms of a request's priority, why, and its place in the queue by that. */
export async function confirm(
  reads: Pick<Reads, 'find'>,
  row: RequestRow,
  { priority = priorityNow(row), priorityReason: given }: Decided,
): Promise<Confirmed> {
  const priorityReason = reasonOf(row, priority, given);
  const rank = await rankIn(reads, { ...row, confirmedPriority: priority });
  return { confirmedPriority: priority, priorityReason, rank };
}

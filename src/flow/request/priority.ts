import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { update } from '../../book/tables/lifecycle.ts';
import { REQUEST_WAITING } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import { act, type Deps } from '../act.ts';
import { Ref } from '../inputs.ts';
import { type Confirmed, checkSeen, confirm, Decision, Seen } from './confirmed-priority.ts';
import { findRequest } from './request.ts';

export const PrioritiseRequest = z.strictObject({
  requestId: Ref,
  /** The priority that counted when it was read: another one by now is refused with `changed_since`. */
  seenPriority: Seen,
  ...Decision,
  priority: Decision.priority.unwrap(),
});
/** What counts in the queue: an approver or a supervisor decides it, also after the approval. */
export function createPriorities(deps: Deps) {
  return {
    /** Confirms or changes the priority of a request that waits, with a reason. Throws `already_done` for what stands. */
    prioritise: (caller: Caller, input: z.output<typeof PrioritiseRequest>): Promise<Confirmed> =>
      act(deps, caller, 'request.prioritise', `request:${input.requestId}`, async (a) => {
        const row = await findRequest(a.unit, input.requestId);
        a.allow(row);
        if (!REQUEST_WAITING.includes(row.state)) {
          throw new AppError('wrong_state', `request ${row.number} is ${row.state}: it does not wait in the queue`, {
            detail: { kind: 'request', from: row.state },
          });
        }
        checkSeen(row, input.seenPriority);
        if (row.confirmedPriority === input.priority)
          throw new AppError('already_done', `the priority of request ${row.number} is ${input.priority} already`);
        const set = await confirm(a.unit, row, input);
        const expected = { state: row.state, confirmedPriority: row.confirmedPriority };
        await a.done([update('request', row, set, expected)], {
          subject: `request:${row.id}`,
          detail: { before: row.confirmedPriority, seenPriority: input.seenPriority },
        });
        return set;
      }),
  };
}

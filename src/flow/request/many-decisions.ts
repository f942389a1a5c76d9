import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { Deps } from '../act.ts';
import { each, type ResultOf } from '../each.ts';
import { Ref } from '../inputs.ts';
import { AnswerRequest, ApproveRequest, type createApprovals } from './approval.ts';

/** How many requests one click may decide. */
export const DECIDED_AT_ONCE = 1_000;
const References = z.array(Ref).min(1).max(DECIDED_AT_ONCE);

export const ApproveRequests = z.strictObject({ items: z.array(ApproveRequest).min(1).max(DECIDED_AT_ONCE) });
/** One reason, or one question, for all of them. */
export const AnswerRequests = AnswerRequest.pick({ text: true }).extend({
  items: z
    .array(AnswerRequest.omit({ text: true }))
    .min(1)
    .max(DECIDED_AT_ONCE),
});
export const TakeBackApprovals = z.strictObject({ requestIds: References });

/** What became of one request; `requestId` as it was given. */
export type Decided = { requestId: string } & ResultOf<{ state: RequestRow['state'] }>;

/** Decisions on several requests at once: each is decided by the rules of one, some may be refused and the others stand. */
export function createManyDecisions(
  deps: Deps,
  one: Pick<ReturnType<typeof createApprovals>, 'approve' | 'reject' | 'askInformation' | 'takeBack'>,
) {
  const decide = async <I extends { requestId: string }>(
    items: readonly I[],
    work: (item: I) => Promise<{ state: RequestRow['state'] }>,
  ): Promise<Decided[]> => {
    const results = await each(deps, items, work);
    return results.map((result, at) => ({ requestId: items[at]?.requestId ?? '', ...result }));
  };

  return {
    /** Approves what the approver saw of each. */
    approveMany: (caller: Caller, { items }: z.output<typeof ApproveRequests>): Promise<Decided[]> =>
      decide(items, (item) => one.approve(caller, item)),

    /** Refuses all of them for good, with one reason that their askers read. */
    rejectMany: (caller: Caller, { items, text }: z.output<typeof AnswerRequests>): Promise<Decided[]> =>
      decide(items, async (item) => {
        await one.reject(caller, { ...item, text });
        return { state: 'rejected' };
      }),

    /** Sends all of them back with one question that their askers read. */
    askMany: (caller: Caller, { items, text }: z.output<typeof AnswerRequests>): Promise<Decided[]> =>
      decide(items, async (item) => {
        await one.askInformation(caller, { ...item, text });
        return { state: 'needs_information' };
      }),

    /** Takes the approvals back, as far as production has not begun. */
    takeBackMany: (caller: Caller, { requestIds }: z.output<typeof TakeBackApprovals>): Promise<Decided[]> =>
      decide(
        requestIds.map((requestId) => ({ requestId })),
        async (item) => {
          await one.takeBack(caller, item);
          return { state: 'submitted' };
        },
      ),
  };
}

import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { create, move, update } from '../../book/tables/lifecycle.ts';
import type { ApprovalRow, RequestRow } from '../../book/tables/rows/requests.ts';
import { AppError } from '../../errors.ts';
import { act, type Deps } from '../act.ts';
import { FreeText } from '../inputs.ts';
import { approvalsOf, policyOf } from '../two-persons/limits.ts';
import { checkContent, checkUnamended, SeenRequest } from './bound-content.ts';
import { checkSeen, confirm, Decision, Seen } from './confirmed-priority.ts';
import { cancelApprovals, findRequest, liveApprovals, type RequestRef } from './request.ts';

export const ApproveRequest = z.strictObject({
  ...SeenRequest,
  /** The priority that counted when the approver read it: another one by now is refused with `changed_since`. */
  seenPriority: Seen,
  /** What they confirm of the priority, and why it is another than what stands. */
  ...Decision,
});
export const AnswerRequest = z.strictObject({ ...SeenRequest, text: FreeText });
type In<S extends z.ZodType> = z.output<S>;

/** Decisions on one request. */
export function createApprovals(deps: Deps) {
  const answer =
    (name: 'request.reject' | 'request.askInformation', step: 'reject' | 'askInformation') =>
    (caller: Caller, input: In<typeof AnswerRequest>): Promise<void> =>
      act(deps, caller, name, `request:${input.requestId}`, async (a) => {
        const row = await findRequest(a.unit, input.requestId);
        a.allow(row);
        const closedAt = step === 'reject' ? a.now : null;
        const answered = move('request', row, step, { answer: input.text, closedAt }, { contentHash: row.contentHash });
        checkUnamended(row, input, 'then decide');
        const changes = [answered, ...(await cancelApprovals(a, row.id))];
        await a.done(changes, { subject: `request:${row.id}` });
      });

  return {
    /** Approves what the approver saw. The last approval that the policy needs moves the request into the queue. */
    approve: (caller: Caller, input: In<typeof ApproveRequest>): Promise<{ state: RequestRow['state'] }> =>
      act(deps, caller, 'request.approve', `request:${input.requestId}`, async (a) => {
        const row = await findRequest(a.unit, input.requestId);
        a.allow(row);
        const given = await liveApprovals(a.unit, row);
        if (given.some((g) => g.approverId === caller.personId)) {
          throw new AppError('already_done', 'you approved this request already');
        }
        const { seenPriority } = input;
        const { confirmedPriority } = row;
        if (row.state === 'submitted') checkSeen(row, seenPriority);
        const confirmed = await confirm(a.unit, row, input);
        const approved = move('request', row, 'approve', { approvedAt: a.now, ...confirmed }, { confirmedPriority });
        checkUnamended(row, input, 'then decide');
        await checkContent(a.unit, row);
        const approval: ApprovalRow = {
          id: deps.chance.id(),
          requestId: row.id,
          approverId: caller.personId,
          contentHash: row.contentHash,
          approvedAt: a.now,
          withdrawnAt: null,
        };
        const enough = given.length + 1 >= (await policyOf(a.unit, approvalsOf(row.kind)));
        // the content is expected unchanged even while more approvers are needed
        const step = enough
          ? approved
          : update(
              'request',
              row,
              { approvedAt: null, ...confirmed },
              { state: row.state, contentHash: row.contentHash, confirmedPriority },
            );
        await a.done([create('approval', approval), step], {
          subject: `request:${row.id}`,
          detail: { seenPriority },
        });
        return { state: enough ? 'approved' : row.state };
      }),

    /** Takes an approval back before production starts. */
    takeBack: (caller: Caller, input: In<typeof RequestRef>): Promise<void> =>
      act(deps, caller, 'request.takeBackApproval', `request:${input.requestId}`, async (a) => {
        const row = await findRequest(a.unit, input.requestId);
        a.allow(row);
        const changes = [
          move('request', row, 'takeBackApproval', { approvedAt: null }),
          ...(await cancelApprovals(a, row.id)),
        ];
        await a.done(changes, { subject: `request:${row.id}` });
      }),

    /** Refuses the request for good, with a reason that its asker reads. */
    reject: answer('request.reject', 'reject'),
    /** Sends the request back with a question. */
    askInformation: answer('request.askInformation', 'askInformation'),
  };
}

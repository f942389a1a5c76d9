import { z } from 'zod';
import { type ERROR_CODES, isAppError } from '../../errors.ts';
import { AnswerRequest, ApproveRequest } from '../../flow/request/approval.ts';
import { RequestRef } from '../../flow/request/request.ts';
import { type Context, operation } from '../operation.ts';
import { Nothing, RequestStates } from '../shapes.ts';

const Row = z.discriminatedUnion('outcome', [
  z.object({ requestId: z.string(), outcome: z.literal('done'), state: RequestStates }),
  z.object({ requestId: z.string(), outcome: z.literal('refused'), code: z.string(), detail: z.string() }),
]);

/** One row of several: a refusal stands in its result and stops no other. */
async function approveOne(
  { door, who }: Context,
  input: z.output<typeof ApproveRequest>,
): Promise<z.input<typeof Row>> {
  const { requestId } = input;
  try {
    const { state } = await door.flow.approval.approve(who.caller, input);
    return { requestId, outcome: 'done', state };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const code: (typeof ERROR_CODES)[number] = error.code;
    return { requestId, outcome: 'refused', code, detail: error.message };
  }
}

/** An approver decides. An approval names the content that was seen (`contentHash`). */
export const approvals = {
  approveRequest: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/approve',
    summary: 'Approve what was seen',
    acts: ['request.approve'],
    input: ApproveRequest,
    output: z.object({ state: RequestStates }),
    run: ({ door, who }, input) => door.flow.approval.approve(who.caller, input),
  }),
  approveRequests: operation({
    method: 'POST',
    path: '/v1/approvals',
    summary: 'Approve several requests; each has its own result',
    acts: ['request.approve'],
    input: z.strictObject({ items: z.array(ApproveRequest).min(1).max(200) }),
    output: z.object({ items: z.array(Row) }),
    run: async (context, { items }) => {
      const results: z.input<typeof Row>[] = [];
      for (const item of items) results.push(await approveOne(context, item));
      return { items: results };
    },
  }),
  takeBackApproval: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/take-back',
    summary: 'Take an approval back before production starts',
    acts: ['request.takeBackApproval'],
    input: RequestRef,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.approval.takeBack(who.caller, input),
  }),
  rejectRequest: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/reject',
    summary: 'Refuse a request for good, with a reason that its asker reads',
    acts: ['request.reject'],
    input: AnswerRequest,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.approval.reject(who.caller, input),
  }),
  askInformation: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/ask-information',
    summary: 'Send a request back with a question',
    acts: ['request.askInformation'],
    input: AnswerRequest,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.approval.askInformation(who.caller, input),
  }),
};

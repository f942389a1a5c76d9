import { z } from 'zod';
import { AnswerRequest, ApproveRequest } from '../../../flow/request/approval.ts';
import {
  AnswerRequests,
  ApproveRequests,
  type Decided,
  TakeBackApprovals,
} from '../../../flow/request/many-decisions.ts';
import { PrioritiseRequest } from '../../../flow/request/priority.ts';
import { RequestRef } from '../../../flow/request/request.ts';
import { operation } from '../../operation.ts';
import { REFUSED, refusedResult } from '../../result.ts';
import { Request } from '../../shapes/requests.ts';
import { RequestStates } from '../../shapes/states.ts';
import { Nothing } from '../../shapes/values.ts';

/** What became of one of several requests; `requestId` as it was given. */
const Result = z.discriminatedUnion('outcome', [
  z.object({ requestId: z.string(), outcome: z.literal('done'), state: RequestStates }),
  z.object({ requestId: z.string(), ...REFUSED }),
]);
const Results = z.object({ items: z.array(Result) });
const resultsOf = async (decided: Promise<readonly Decided[]>) => ({
  items: (await decided).map((one) => (one.outcome === 'done' ? one : { ...one, ...refusedResult(one.error) })),
});
/** A thousand decisions, each with its hash. */
const MANY = 256_000;

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
    bodyLimit: MANY,
    input: ApproveRequests,
    output: Results,
    run: ({ door, who }, input) => resultsOf(door.flow.approval.approveMany(who.caller, input)),
  }),
  rejectRequests: operation({
    method: 'POST',
    path: '/v1/rejections',
    summary: 'Reject several requests for good with one reason; each has its own result',
    acts: ['request.reject'],
    bodyLimit: MANY,
    input: AnswerRequests,
    output: Results,
    run: ({ door, who }, input) => resultsOf(door.flow.approval.rejectMany(who.caller, input)),
  }),
  askQuestions: operation({
    method: 'POST',
    path: '/v1/questions',
    summary: 'Send several requests back with one question; each has its own result',
    acts: ['request.askInformation'],
    bodyLimit: MANY,
    input: AnswerRequests,
    output: Results,
    run: ({ door, who }, input) => resultsOf(door.flow.approval.askMany(who.caller, input)),
  }),
  takeBackApprovals: operation({
    method: 'POST',
    path: '/v1/approvals/take-back',
    summary: 'Take the approvals of several requests back before production starts; each has its own result',
    acts: ['request.takeBackApproval'],
    bodyLimit: MANY,
    input: TakeBackApprovals,
    output: Results,
    run: ({ door, who }, input) => resultsOf(door.flow.approval.takeBackMany(who.caller, input)),
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
  prioritiseRequest: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/priority',
    summary: 'Confirm or change what counts of the priority of a request that waits, with a reason',
    acts: ['request.prioritise'],
    input: PrioritiseRequest,
    output: Request.pick({ confirmedPriority: true, priorityReason: true, rank: true }),
    run: ({ door, who }, input) => door.flow.priority.prioritise(who.caller, input),
  }),
  rejectRequest: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/reject',
    summary: 'Reject a request for good, with a reason that its asker reads',
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

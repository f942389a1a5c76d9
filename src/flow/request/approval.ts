import { z } from 'zod';
import { create, move, update } from '../../book/lifecycle.ts';
import type { Caller } from '../../book/rights.ts';
import { REQUEST_OPEN, TOKEN_WITH_HOLDER } from '../../book/states.ts';
import type { ApprovalRow, RequestRow } from '../../book/tables.ts';
import { AppError } from '../../errors.ts';
import { act, type Deps } from '../act.ts';
import { FreeText, Ref } from '../inputs.ts';
import type { Reads } from '../ports/store.ts';
import { approvalsOf, policyOf } from '../two-persons/limits.ts';
import { cancelApprovals, findRequest, liveApprovals, type RequestRef } from './request.ts';
import { formerProfile } from './request-profile.ts';

export const ApproveRequest = z.strictObject({
  requestId: Ref,
  /** The content the approver saw: another one by now is refused with `changed_since`. */
  contentHash: z.string().max(64),
});
export const AnswerRequest = z.strictObject({ requestId: Ref, text: FreeText });
type In<S extends z.ZodType> = z.output<S>;

export type Anomaly =
  | 'active-token-elsewhere'
  | 'other-open-request'
  | 'workstation-of-other-service'
  | 'delivery-elsewhere'
  | 'other-profile'
  | 'other-credential'
  | 'holder-disabled';

/** A certificate that opens something else than the usual one, and than the one before it. */
async function isOtherProfile(reads: Reads, request: RequestRow, usual: string): Promise<boolean> {
  const asked = request.profile;
  if (request.kind === 'nomade' || asked === usual) return false;
  return asked !== (await formerProfile(reads, request.replacesTokenId));
}

/** Another nomade credential of the holder that is good still: a copy of its key may lie anywhere. */
async function hasCredential(reads: Reads, { id, holderId }: RequestRow): Promise<boolean> {
  const good = await reads.find('certificate', { holderId, profile: 'nomade', state: 'good' });
  return good.some(({ requestId }) => requestId !== id);
}

/** What an approver should look at twice before approving; `usual` is the certificate profile that is offered first. */
export async function anomaliesOf(reads: Reads, request: RequestRow, usual: string): Promise<Anomaly[]> {
  const found: Anomaly[] = [];
  const active = await reads.find('token', {
    holderId: request.holderId,
    state: TOKEN_WITH_HOLDER,
  });
  if (active.some((t) => t.workstationId !== request.workstationId)) found.push('active-token-elsewhere');
  const open = await reads.count('request', { holderId: request.holderId, state: REQUEST_OPEN });
  if (open > 1) found.push('other-open-request');
  const workstation = request.workstationId ? await reads.get('workstation', request.workstationId) : undefined;
  if (workstation && workstation.service !== request.service) found.push('workstation-of-other-service');
  // token and letter go there: whoever asked may have written an address of their own
  const holder = await reads.get('person', request.holderId);
  if (request.kind !== 'nomade' && holder && request.deliverySite !== holder.site) found.push('delivery-elsewhere');
  if (await isOtherProfile(reads, request, usual)) found.push('other-profile');
  if (request.kind === 'nomade' && (await hasCredential(reads, request))) found.push('other-credential');
  const account = await reads.get('account', request.holderId);
  if (account?.state === 'disabled') found.push('holder-disabled');
  return found;
}

/** Decisions on one request. */
export function createApprovals(deps: Deps) {
  const answer =
    (name: 'request.reject' | 'request.askInformation', step: 'reject' | 'askInformation') =>
    (caller: Caller, input: In<typeof AnswerRequest>): Promise<void> =>
      act(deps, caller, name, `request:${input.requestId}`, async (a) => {
        const row = await findRequest(a.unit, input.requestId);
        a.allow(row);
        const closedAt = step === 'reject' ? a.now : null;
        const changes = [
          move('request', row, step, { answer: input.text, closedAt }),
          ...(await cancelApprovals(a, row.id)),
        ];
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
        const approved = move('request', row, 'approve', { approvedAt: a.now });
        if (input.contentHash !== row.contentHash) {
          throw new AppError('changed_since', 'the request was amended since you read it: read it again, then decide');
        }
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
          : update('request', row, { approvedAt: null }, { state: row.state, contentHash: row.contentHash });
        await a.done([create('approval', approval), step], { subject: `request:${row.id}` });
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

import { formerRequest, isSecondRenewal } from '../../book/rules/certificates/renewals.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { AppError } from '../../errors.ts';
import type { Reads } from '../ports/store.ts';

type Finds = Pick<Reads, 'find' | 'count'>;
/** Whether a document of the holder's has to be looked at for this request, and was. */
export type IdentityAnew = 'not-asked' | 'missing' | 'checked';

async function wasIdentified(reads: Finds, requestId: string): Promise<boolean> {
  const handovers = await reads.find('handover', { requestId, failedAt: null });
  return (
    handovers.length > 0 && (await reads.count('identityCheck', { handoverId: handovers.map(({ id }) => id) })) > 0
  );
}

/** A second renewal in a row asks for its holder's identity anew, unless it was checked for the first. */
export async function identityOf(
  reads: Finds,
  request: Pick<RequestRow, 'id' | 'kind' | 'holderId' | 'workstationId'>,
): Promise<IdentityAnew> {
  if (request.kind !== 'renewal') return 'not-asked';
  const { holderId, workstationId } = request;
  const former = formerRequest(request, await reads.find('request', { holderId, workstationId, state: 'closed' }));
  if (!isSecondRenewal(request, former) || (former && (await wasIdentified(reads, former.id)))) return 'not-asked';
  return (await wasIdentified(reads, request.id)) ? 'checked' : 'missing';
}

/** Throws `wrong_state` where the holder has to be identified and was not. */
export async function checkIdentified(reads: Finds, request: RequestRow): Promise<void> {
  if ((await identityOf(reads, request)) !== 'missing') return;
  throw new AppError('wrong_state', 'a second renewal in a row: check the identity of the holder first', {
    detail: { why: 'identity' },
  });
}

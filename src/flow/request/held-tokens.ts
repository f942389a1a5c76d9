import type { FormerToken, Obstacle } from '../../book/rules/request/asking.ts';
import { asksTemporary } from '../../book/rules/request/asking.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { TOKEN_REPLACEABLE } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import type { Reads } from '../ports/store.ts';

/** What each obstacle is answered with. */
const REFUSALS: Record<Obstacle, () => AppError> = {
  'active-token': () =>
    new AppError(
      'duplicate',
      'this agent has an active token for this workstation: ask for a renewal or a replacement',
      { detail: { why: 'active-token' } },
    ),
  'temporary-token': () =>
    new AppError('duplicate', 'this agent has a temporary token for this workstation: they bring that one', {
      detail: { why: 'temporary-token' },
    }),
  'loss-not-reported': () =>
    new AppError('wrong_state', 'report the loss of this token first: it is revoked then, and can be replaced', {
      detail: { why: 'loss-not-reported' },
    }),
  'nothing-to-renew': () =>
    new AppError(
      'wrong_state',
      'there is no active token to renew on this workstation: ask for a first issue or a replacement',
      { detail: { why: 'nothing-to-renew' } },
    ),
};

/** The refusal of a request for that. */
export const refusalOf = (obstacle: Obstacle): AppError => REFUSALS[obstacle]();

/** Of tokens for one workstation, what another request depends on; `requests` are those that they were made for. */
export function heldOf(
  tokens: readonly Pick<TokenRow, 'id' | 'state' | 'requestId' | 'activatedAt'>[],
  requests: readonly Pick<RequestRow, 'id' | 'reason'>[],
): FormerToken[] {
  const temporary = new Set(requests.filter(asksTemporary).map(({ id }) => id));
  return tokens.map(({ id, state, activatedAt, requestId }) => ({
    id,
    state,
    activatedAt,
    temporary: temporary.has(requestId ?? ''),
  }));
}

/** The tokens that somebody has or had for a workstation, as far as another request depends on them. */
export async function formerTokens(
  reads: Reads,
  { holderId, workstationId }: { holderId: string; workstationId: string },
  page?: { leaveOut: true },
): Promise<FormerToken[]> {
  const tokens = await reads.find('token', { holderId, workstationId, state: TOKEN_REPLACEABLE }, page);
  const id = tokens.flatMap(({ requestId }) => requestId ?? []);
  return heldOf(tokens, await reads.find('request', { id }, page));
}

/** Of these tokens, the ids of those that were made beside one that was forgotten; their requests are read once for all. */
export async function temporaryAmong(
  reads: Pick<Reads, 'find'>,
  tokens: readonly Pick<TokenRow, 'id' | 'requestId'>[],
): Promise<ReadonlySet<string>> {
  const asked = [...new Set(tokens.flatMap(({ requestId }) => requestId ?? []))];
  const requests = asked.length === 0 ? [] : await reads.find('request', { id: asked });
  const temporary = new Set(requests.filter(asksTemporary).map(({ id }) => id));
  return new Set(tokens.flatMap(({ id, requestId }) => (temporary.has(requestId ?? '') ? id : [])));
}

/** Whether a token was made beside one that was forgotten. */
export async function isTemporary(
  reads: Pick<Reads, 'get'>,
  { requestId }: Pick<TokenRow, 'requestId'>,
): Promise<boolean> {
  return requestId !== null && asksTemporary(await reads.get('request', requestId));
}

import { isLoss, obstacleTo, type Wish } from '../../book/rules/request/asking.ts';
import { REPLACEMENT_REASONS, type RevocationReason } from '../../book/tables/codes.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { REQUEST_OPEN } from '../../book/tables/states.ts';
import type { Reads } from '../ports/store.ts';
import { formerTokens } from '../request/held-tokens.ts';
import { isOvertaken } from '../request/overtaken.ts';

/** What is asked for in place of a token that is gone. */
export type InItsPlace =
  | { kind: 'replacement'; reason: (typeof REPLACEMENT_REASONS)[number] }
  | { kind: 'renewal' }
  | { kind: 'nomade' };

/** An edited row keeps nobody from revoking: it is left out. */
const ANY = { leaveOut: true } as const;

const wishOf = (offer: InItsPlace): Wish => ({ reason: null, ...offer });
/** The same once more, where it was a replacement that people ask for. */
function askedAgain(request: RequestRow | undefined): InItsPlace[] {
  const reason = REPLACEMENT_REASONS.find((one) => one === request?.reason);
  return reason ? [{ kind: 'replacement', reason }] : [];
}

/**
 * What may be asked for at once in place of a token that was lost or stolen; null where nothing may be. It is replaced; one that was made
 * beside a token that works is made again for the same reason, or as its renewal.
 */
export async function inPlaceOf(
  reads: Reads,
  { holderId, workstationId, requestId }: TokenRow,
  reason: RevocationReason,
): Promise<InItsPlace | null> {
  if (!isLoss(reason) || holderId === null || workstationId === null || requestId === null) return null;
  const [tokens, [request], open] = await Promise.all([
    formerTokens(reads, { holderId, workstationId }, ANY),
    reads.find('request', { id: requestId }, ANY),
    reads.find('request', { holderId, workstationId, state: REQUEST_OPEN }, ANY),
  ]);
  const made = await reads.find('token', { requestId: open.map(({ id }) => id) }, ANY);
  const isAllowed = (offer: InItsPlace): boolean =>
    obstacleTo(wishOf(offer), tokens) === undefined && open.every((one) => isOvertaken(wishOf(offer), one, made));
  const offers: InItsPlace[] = [{ kind: 'replacement', reason }, ...askedAgain(request), { kind: 'renewal' }];
  return offers.find(isAllowed) ?? null;
}

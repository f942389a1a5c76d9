import { addressesFor } from '../../book/rules/handover/letter-addresses.ts';
import { isPinWayOpen } from '../../book/rules/handover/pin-ways.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { AppError } from '../../errors.ts';
import { need } from '../act.ts';
import type { Reads } from '../ports/store.ts';
import { policyOf } from '../two-persons/limits.ts';

/** How PINs reach their holders now, as the policy counts it (book/rules/handover/pin-ways.ts). */
export const waysOfPin = (reads: Reads): Promise<number> => policyOf(reads, 'pin.ways');

/**
 * Before a token is shipped: its PIN reaches its holder, by a letter to another address than the parcel's, or shown to them in their
 * session. Throws `wrong_state`.
 */
export async function checkPinReaches(reads: Reads, request: RequestRow): Promise<void> {
  const ways = await waysOfPin(reads);
  const { site, postalAddress } = await need(reads.get('person', request.holderId), 'holder');
  const addresses = addressesFor({ site, address: postalAddress }, request.deliverySite);
  if (isPinWayOpen(ways, 'letter') && addresses.length > 0) return;
  if (isPinWayOpen(ways, 'shown') && (await reads.get('account', request.holderId))?.state === 'active') return;
  throw new AppError(
    'wrong_state',
    'the PIN of this token would reach nobody: a letter never goes where the parcel goes',
    { detail: { why: 'pin-nowhere' } },
  );
}

import { addressesFor } from '../../book/rules/handover/letter-addresses.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { AppError } from '../../errors.ts';
import { need } from '../act.ts';
import type { Reads } from '../ports/store.ts';
import { policyOf } from '../two-persons/limits.ts';

/** 1: by letter, 2: shown once to its holder, 3: either way. */
export const waysOfPin = (reads: Reads): Promise<number> => policyOf(reads, 'pin.ways');

/**
 * Before a token is shipped: its PIN reaches its holder, by a letter to another address than the parcel's, or shown to them in their
 * session. Throws `wrong_state`.
 */
export async function checkPinReaches(reads: Reads, request: RequestRow): Promise<void> {
  const ways = await waysOfPin(reads);
  const { site, postalAddress } = await need(reads.get('person', request.holderId), 'holder');
  const addresses = addressesFor({ site, address: postalAddress }, request.deliverySite);
  if (ways !== 2 && addresses.length > 0) return;
  if (ways !== 1 && (await reads.get('account', request.holderId))?.state === 'active') return;
  throw new AppError(
    'wrong_state',
    'the PIN of this token would reach nobody: a letter never goes where the parcel goes',
    { detail: { why: 'pin-nowhere' } },
  );
}

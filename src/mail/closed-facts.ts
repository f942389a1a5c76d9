import { TOKEN_IN_USE } from '../book/tables/states.ts';
import type { Reads } from '../flow/ports/store.ts';

/** Which news the close of a request is: '' where its receipt was confirmed, by any of the proofs. */
export async function howClosed(reads: Reads, requestId: string): Promise<'' | 'unconfirmed' | 'ended'> {
  const handovers = await reads.find('handover', { requestId, failedAt: null });
  if (handovers.some(({ receiptProof }) => receiptProof !== null)) return '';
  const inUse = await reads.count('token', { requestId, state: TOKEN_IN_USE });
  return inUse > 0 ? 'unconfirmed' : 'ended';
}

import type { CertificateRow } from '../../../book/tables/rows/tokens.ts';
import { CERTIFICATE_ENDED } from '../../../book/tables/states.ts';
import type { Reads } from '../../ports/store.ts';
import type { RequestItem } from './request-lists.ts';

/** How the token of a request ended, and when. */
export interface TokenEnd {
  tokenId: string;
  state: 'revoked' | 'expired';
  reason: CertificateRow['revocationReason'];
  since: number;
}
export interface ToMakeAgain {
  request: RequestItem;
  /** Null where nothing is kept of it. */
  end: TokenEnd | null;
}

/** By its certificate: the token itself may be back, or another's by now. */
function endOf({ tokenId, state, revokedAt, revocationReason: reason, notAfter }: CertificateRow): TokenEnd | null {
  if (tokenId === null) return null;
  if (state === 'revoked') return { tokenId, state, reason, since: revokedAt ?? notAfter };
  return state === 'expired' ? { tokenId, state, reason: null, since: notAfter } : null;
}

/** Requests whose token ended, each with how: by what was sealed last. */
export async function withEnds(reads: Pick<Reads, 'find'>, requests: readonly RequestItem[]): Promise<ToMakeAgain[]> {
  const requestId = requests.map(({ id }) => id);
  const rows = await reads.find('certificate', { requestId, state: CERTIFICATE_ENDED });
  return requests.map((request) => {
    const sealed = rows.filter((row) => row.requestId === request.id && row.sealedAt !== null);
    const last = sealed.sort((a, b) => Number(b.sealedAt) - Number(a.sealedAt))[0];
    return { request, end: last ? endOf(last) : null };
  });
}

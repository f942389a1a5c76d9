import { isOneOf } from '../../tables/one-of.ts';
import { CERTIFICATE_LIVE, type TokenState } from '../../tables/states.ts';

/** Whether this is the certificate of a token that its holder uses: not of one that was lost, nor the one before. */
export const carries = <T extends { readonly state: TokenState; readonly certificateId: string | null }>(
  token: T | undefined,
  certificateId: string,
): token is T => token?.state === 'active' && token.certificateId === certificateId;

/** Id of the token that a certificate's number names. One that is over names nothing but itself: its token may be somebody else's by now. */
export function carrierOf({
  state,
  tokenId,
}: {
  readonly state?: unknown;
  readonly tokenId?: unknown;
} = {}): string | null {
  return isOneOf(CERTIFICATE_LIVE, state) && typeof tokenId === 'string' ? tokenId : null;
}

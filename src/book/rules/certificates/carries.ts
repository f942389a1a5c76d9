import type { TokenState } from '../../tables/states.ts';

/** Whether this is the certificate of a token that its holder uses: not of one that was lost, nor the one before. */
export const carries = <T extends { readonly state: TokenState; readonly certificateId: string | null }>(
  token: T | undefined,
  certificateId: string,
): token is T => token?.state === 'active' && token.certificateId === certificateId;

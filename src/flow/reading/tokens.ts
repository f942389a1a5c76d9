import { type Deps, need } from '../act.ts';
import type { CertificateRow, TokenRow, TokenState } from '../model.ts';
import type { Caller } from '../permissions.ts';
import { guard, nameOf } from './guard.ts';
import type { Cursor, Lists } from './lists.ts';

export interface StockCounts {
  received: number;
  byState: Record<TokenState, number>;
  /** received = in stock + in production + issued + missing + scrapped + destroyed (domain rule). */
  balanced: boolean;
}

/** One of those who held a token: by its certificate that was sealed for them. */
export interface TokenHolder {
  holderId: string;
  holderName: string;
  /** Number of the request; null once it was purged. */
  number: string | null;
  assetNumber: string | null;
  certificateId: string;
  sealedAt: number;
  revokedAt: number | null;
  notAfter: number;
}

/** Tokens: one's own, the stock, and who held them. */
export function createTokenReading(deps: Deps, lists: Lists) {
  const { reads } = deps.store;
  const may = guard(deps);

  return {
    /** The caller's own tokens and nomade credentials. */
    myTokens: async (caller: Caller): Promise<{ tokens: TokenRow[]; credentials: CertificateRow[] }> => ({
      tokens: await reads.find('token', { holderId: caller.personId }),
      credentials: await reads.find('certificate', { holderId: caller.personId, tokenId: null }),
    }),

    tokens: async (caller: Caller, filter: { text?: string; state?: readonly TokenState[] }, page: Cursor) => {
      may(caller, 'stock.read');
      return lists.tokens(filter, page);
    },

    /** Everybody who held a token, the first one first: a recycled token shows them all. */
    holdersOf: async (caller: Caller, serial: string): Promise<TokenHolder[]> => {
      may(caller, 'stock.read');
      await need(reads.get('token', serial), 'token');
      const certificates = await reads.find('certificate', { tokenId: serial }, { orderBy: 'sealedAt' });
      const holders = certificates.map(async (c): Promise<TokenHolder[]> => {
        if (c.sealedAt === null) return []; // never in anybody's hands
        const request = c.requestId ? await reads.get('request', c.requestId) : undefined;
        const workstation = request?.workstationId ? await reads.get('workstation', request.workstationId) : undefined;
        const holder = c.holderId ? await reads.get('person', c.holderId) : undefined;
        return [
          {
            holderId: c.holderId ?? '',
            holderName: nameOf(holder),
            number: request?.number ?? null,
            assetNumber: workstation?.assetNumber ?? null,
            certificateId: c.id,
            sealedAt: c.sealedAt,
            revokedAt: c.revokedAt,
            notAfter: c.notAfter,
          },
        ];
      });
      return (await Promise.all(holders)).flat();
    },

    /** The daily stock equation. */
    stock: async (caller: Caller): Promise<StockCounts> => {
      may(caller, 'stock.read');
      const states: TokenState[] = [
        'in_stock',
        'in_production',
        'produced',
        'handed_over',
        'active',
        'suspended',
        'revoked',
        'expired',
        'returned',
        'missing',
        'scrapped',
        'destroyed',
      ];
      const counts = await Promise.all(
        states.map(async (state) => [state, await reads.count('token', { state })] as const),
      );
      const received = await lists.received();
      const byState = Object.fromEntries(counts) as Record<TokenState, number>;
      return { received, byState, balanced: received === counts.reduce((sum, [, n]) => sum + n, 0) };
    },
  };
}

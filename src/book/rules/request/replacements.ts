import type { CampaignTokenLeft, RecallLeft } from '../../tables/codes.ts';
import { isOneOf } from '../../tables/one-of.ts';
import { TOKEN_ACTIVATED, TOKEN_ON_ITS_WAY, type TokenState, WORKSTATION_USABLE } from '../../tables/states.ts';
import type { HeldToken } from './asking.ts';
import { hasManyOpen } from './open-requests.ts';

/** What becomes of a recalled token depends on. What is left out is not known yet, and stands against nothing. */
export interface RecalledToken {
  token: { readonly state?: unknown; readonly holderId?: unknown } | undefined;
  /** Who held the token as the recall was decided. */
  holderId: string | null;
  /** Whether it stood in for another one. */
  temporary: boolean;
  holderIsThere?: boolean;
  /** Null: it is bound to none. */
  machine?: { readonly state: unknown } | null;
  openRequests?: number;
}

/**
 * Why a recalled token gets no replacement; undefined: nothing of what is known stands against one. The reasons stand in one order:
 * whoever reads rows one after the other stops at the first, and an edited row does not keep a token open that is gone already.
 */
export function recallLeft(facts: RecalledToken): RecallLeft | undefined {
  const { token, holderId, temporary, holderIsThere = true, machine, openRequests = 0 } = facts;
  const isTheirs = token?.holderId === holderId && isOneOf([...TOKEN_ACTIVATED, 'revoked'], token?.state);
  if (!isTheirs) return 'gone';
  if (temporary) return 'temporary';
  if (holderId === null || !holderIsThere) return 'holder';
  if (machine !== undefined && !isOneOf(WORKSTATION_USABLE, machine?.state)) return 'workstation';
  return hasManyOpen(openRequests) ? 'many-requests' : undefined;
}

/**
 * Whether what takes the place of a recalled token is the request that it was made for: its holder never received it, so it is made
 * again for that request, and nothing was asked for. `before`: that request was there before the recall hit the token.
 */
export const isMadeAgain = ({ found, before }: { found: TokenState; before: boolean }): boolean =>
  before && TOKEN_ON_ITS_WAY.includes(found);

/**
 * Why a campaign asks for no token for a machine; undefined: it can. `held`: the tokens that its holder has for it. `profile` is none of
 * these: what the directory says is not in the journal.
 */
export function campaignTokenLeft({
  held,
  openRequests,
}: {
  held: readonly HeldToken[];
  openRequests: number;
}): CampaignTokenLeft | undefined {
  if (!held.some(({ state, temporary }) => TOKEN_ACTIVATED.includes(state) && !temporary)) return 'no-token';
  return hasManyOpen(openRequests) ? 'many-requests' : undefined;
}

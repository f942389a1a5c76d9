import { TOKEN_ACTIVATED } from '../tables/states.ts';
import type { ReplacementReason, RequestKind, TokenState } from '../tables/tables.ts';

/** What is asked for. */
export interface Wish {
  kind: RequestKind;
  reason: ReplacementReason | null;
}
/** A token that the holder has for the workstation; `temporary`: made beside one that was forgotten. */
export interface HeldToken {
  state: TokenState;
  temporary: boolean;
}
/** Whether a request asks for a temporary token, beside one that its holder forgot; the token that is made for it is one. */
export const asksTemporary = (request: { reason?: unknown } | undefined): boolean => request?.reason === 'forgotten';

/** Why the tokens that somebody has for a workstation do not allow them this wish. */
export type Obstacle = 'active-token' | 'temporary-token' | 'loss-not-reported' | 'nothing-to-renew';

const ACTIVATED: readonly TokenState[] = TOKEN_ACTIVATED;
const isLoss = (reason: ReplacementReason | null): boolean => reason === 'lost' || reason === 'stolen';

/** A temporary token ends, and the one that was forgotten goes on: that one is renewed. */
export const isRenewable = ({ state, temporary }: HeldToken): boolean => state === 'active' && !temporary;

/**
 * What stands against asking this for a workstation, beside the tokens that the holder has for it; undefined for nothing. A
 * first issue is not made beside an active token, nor a temporary one beside another; whatever is lost or stolen is revoked
 * before it is replaced, and a temporary token is not what was lost; only an active token is renewed, and no temporary one.
 */
export function obstacleTo({ kind, reason }: Wish, tokens: readonly HeldToken[]): Obstacle | undefined {
  const held = tokens.filter(({ state }) => ACTIVATED.includes(state));
  if (kind === 'first-issue' && held.length > 0) return 'active-token';
  if (asksTemporary({ reason }) && held.some(({ temporary }) => temporary)) return 'temporary-token';
  if (isLoss(reason) && held.some(({ temporary }) => !temporary)) return 'loss-not-reported';
  return kind === 'renewal' && !held.some(isRenewable) ? 'nothing-to-renew' : undefined;
}

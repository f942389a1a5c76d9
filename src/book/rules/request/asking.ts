import type { ReplacementReason, RequestKind, RevocationReason } from '../../tables/codes.ts';
import { isOneOf } from '../../tables/one-of.ts';
import {
  REQUEST_ON_ITS_WAY,
  REQUEST_WAITING,
  TOKEN_ACTIVATED,
  TOKEN_IN_USE,
  TOKEN_REPLACEABLE,
  type TokenState,
} from '../../tables/states.ts';

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
/** The same of a token that another one may follow. */
export interface FormerToken extends HeldToken {
  id: string;
  activatedAt: number | null;
}
/** Whether a request asks for a temporary token, beside one that its holder forgot; the token that is made for it is one. */
export const asksTemporary = (request: { reason?: unknown } | undefined): boolean => request?.reason === 'forgotten';

/** Why the tokens that somebody has for a workstation do not allow them this wish. */
export type Obstacle = 'active-token' | 'temporary-token' | 'loss-not-reported' | 'nothing-to-renew';

const ACTIVATED: readonly TokenState[] = TOKEN_ACTIVATED;
export const isLoss = (reason: unknown): reason is 'lost' | 'stolen' => reason === 'lost' || reason === 'stolen';
/** Reasons of a revocation after which nobody asks for a token in its place: there is another one, no holder, or no machine. */
const NOTHING_TO_ASK: readonly RevocationReason[] = [
  'superseded',
  'left-service',
  'workstation-retired',
  'workstation-lost',
];
/** Whether nobody is to ask for a token in the place of one that was revoked for this reason. */
export const leavesNothingToAsk = (reason: RevocationReason): boolean => NOTHING_TO_ASK.includes(reason);

/** A temporary token ends, and the one that was forgotten goes on: that one is renewed. */
const isRenewable = ({ state, temporary }: HeldToken): boolean => state === 'active' && !temporary;

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

/**
 * The token that a renewal or a replacement follows, of those that its holder has or had for the workstation: the active one
 * for a renewal, else the one that was in use last. A temporary token is never followed: it stands for another one.
 */
export function predecessorOf({ kind }: Pick<Wish, 'kind'>, tokens: readonly FormerToken[]): string | null {
  if (kind !== 'renewal' && kind !== 'replacement') return null;
  const followed = (token: FormerToken): boolean =>
    kind === 'renewal' ? isRenewable(token) : !token.temporary && TOKEN_REPLACEABLE.includes(token.state);
  const [last] = tokens.filter(followed).sort(byLastUse);
  return last?.id ?? null;
}
const byLastUse = (a: FormerToken, b: FormerToken): number =>
  (b.activatedAt ?? 0) - (a.activatedAt ?? 0) || (a.id < b.id ? 1 : -1);

/**
 * Whether a loss of this token, or of its machine, ends the request: it would renew the token, or stand in for it while it is
 * at home, and nobody has begun to make it.
 */
export const endsWithLoss = (
  request: { kind: unknown; reason?: unknown; state: unknown; replacesTokenId: unknown },
  tokenId: string,
): boolean =>
  (request.kind === 'renewal' || asksTemporary(request)) &&
  request.replacesTokenId === tokenId &&
  isOneOf(REQUEST_WAITING, request.state);
/**
 * Whether a wish ends a request that is open for the same holder and workstation: a token that is lost, stolen or damaged is
 * not renewed any more, and nobody waits for a temporary one beside it. What is being made already goes on in its place.
 */
export const endsRequest = (
  { kind, reason }: Wish,
  open: { kind: unknown; reason?: unknown; state: unknown },
): boolean =>
  kind === 'replacement' &&
  !asksTemporary({ reason }) &&
  (open.kind === 'renewal' || asksTemporary(open)) &&
  isOneOf(REQUEST_WAITING, open.state);

/**
 * Whether nothing can come of an open request any more: its token was lost, revoked or expired before its receipt was
 * confirmed. What is asked for then takes its place. `tokens` are those that were made for it.
 */
export const hasLostItsToken = (
  request: { kind: unknown; state: unknown },
  tokens: readonly { state: TokenState }[],
): boolean =>
  request.kind !== 'nomade' &&
  isOneOf(REQUEST_ON_ITS_WAY, request.state) &&
  !tokens.some(({ state }) => TOKEN_IN_USE.includes(state));

/**
 * Whether a request of somebody who has left ends with what they have in use: nobody makes it for them, or makes it again. One whose
 * token is being made waits again as its job is undone, since nothing is sealed for somebody who has left.
 */
export const endsWithLeaving = (request: { kind: unknown; state: unknown }): boolean =>
  isOneOf(REQUEST_WAITING, request.state) || hasLostItsToken(request, []);

/** Whether a request renews this very token: it is still its holder's, or came back from them. */
export const renewsThisToken = (
  request: { kind?: unknown; replacesTokenId?: unknown; holderId?: unknown } | undefined,
  token: { id?: unknown; holderId?: unknown; state?: unknown } | undefined,
): boolean =>
  request?.kind === 'renewal' &&
  request.replacesTokenId === token?.id &&
  request.holderId === token?.holderId &&
  isOneOf([...TOKEN_REPLACEABLE, 'returned'], token?.state);

import type { CampaignBlocker, TakenBackFor } from '../../tables/codes.ts';
import { isOneOf } from '../../tables/one-of.ts';
import type { TokenRow } from '../../tables/rows/tokens.ts';
import { WORKSTATION_IN_SERVICE } from '../../tables/states.ts';
import { obstacleToRebinding, type Rebinding, type RebindingObstacle } from '../handover/rebinding.ts';

/** What decides whether an old machine can be exchanged for a new one. */
export interface Exchange {
  /** For whom it is exchanged (`partHolder`). */
  holderId: string | null;
  /** Several persons may be meant, so that nobody is. */
  isUnclear: boolean;
  /** The machine that takes its place; undefined: it is not known. */
  other: { state: unknown; holderId: string | null } | undefined;
  /** The new machine is in an item of a campaign that came first. */
  otherIsElsewhere: boolean;
  /** What is known of the token that the holder has on the old machine; undefined: there is none to bind. */
  rebinding: Rebinding | undefined;
  /** Of the holder, for a token on either machine. */
  openRequests: number;
}

/**
 * What a re-binding is refused for and the day waits for too, so that nobody is called to a desk in vain. The rest is asked of
 * the machines themselves; that the holder has the new machine comes about at the desk.
 */
const BINDING: Readonly<Partial<Record<RebindingObstacle, CampaignBlocker>>> = {
  'token-not-active': 'token-not-active',
  'token-temporary': 'token-temporary',
  'token-ends': 'token-ends',
  'token-holder-gone': 'holder-left',
  'other-token': 'other-token',
  'request-open': 'request-open',
  'incident-around': 'incident',
};

const inService = (machine: { state: unknown } | undefined): boolean => isOneOf(WORKSTATION_IN_SERVICE, machine?.state);

/** Why a machine cannot be exchanged now; null: nothing stands against it. */
export function exchangeBlocker(exchange: Exchange): CampaignBlocker | null {
  const { holderId, isUnclear, other, otherIsElsewhere, rebinding, openRequests } = exchange;
  if (isUnclear) return 'several-holders';
  if (holderId === null) return 'no-holder';
  if (!inService(other)) return 'new-not-in-service';
  if (other?.holderId !== null && other?.holderId !== holderId) return 'new-of-another';
  if (otherIsElsewhere) return 'new-elsewhere';
  // a token that is asked for would be made for a machine that has gone back
  if (rebinding === undefined || other === undefined) return openRequests > 0 ? 'request-open' : null;
  // as if the holder had the new machine already
  const machine = { id: '', state: other.state, holderId };
  const obstacle = obstacleToRebinding({ ...rebinding, machine });
  return obstacle === undefined ? null : (BINDING[obstacle] ?? null);
}

/**
 * Whether nothing is left to exchange: the holder has the new machine, which is in service and takes no other's place first, and there
 * is no token on the old one, nor a request for one.
 */
export const isExchanged = ({ holderId, other, otherIsElsewhere, rebinding, openRequests }: Exchange): boolean =>
  holderId !== null &&
  other?.holderId === holderId &&
  inService(other) &&
  !otherIsElsewhere &&
  rebinding === undefined &&
  openRequests === 0;
/** The same, once this holder is given the new machine. */
export const isExchangedBy = (exchange: Exchange, holderId: unknown): boolean =>
  exchange.holderId === holderId &&
  isExchanged({ ...exchange, other: exchange.other && { ...exchange.other, holderId: exchange.holderId } });

/** For whom a part of a campaign is. */
export type PartHolder = Pick<Exchange, 'holderId' | 'isUnclear'>;

/**
 * Whom a machine's part in a campaign is for: who is told of its day, and comes. It is whoever has the machine. Where it was taken back
 * and is exchanged, it is the agent whose active token is bound to it still, or else whoever had it last, unless another one took
 * its place for them already; of several with a token, the one who had it last. A machine that migrates and that nobody has is for nobody.
 *
 * `tokens`: those that are bound to the machine; only active ones count. `wasReplaced`: whether who had it last has a machine that
 * took its place in an exchange that is over.
 */
export function partHolder(
  { holderId, formerHolderId }: { holderId: string | null; formerHolderId: string | null },
  { otherId }: { otherId: string | null },
  { tokens, wasReplaced }: { tokens: readonly Pick<TokenRow, 'holderId' | 'state'>[]; wasReplaced: boolean },
): PartHolder {
  if (holderId !== null || otherId === null) return { holderId, isUnclear: false };
  const active = tokens.filter(({ state }) => state === 'active');
  const holders = [...new Set(active.flatMap((token) => token.holderId ?? []))];
  const [only] = holders;
  if (only === undefined) return { holderId: wasReplaced ? null : formerHolderId, isUnclear: false };
  if (formerHolderId !== null && holders.includes(formerHolderId))
    return { holderId: formerHolderId, isUnclear: false };
  return holders.length === 1 ? { holderId: only, isUnclear: false } : { holderId: null, isUnclear: true };
}

/**
 * Of the tokens that a holder has on the old machine, in use or on the bench, the one that is to be bound: one in use, and none
 * that stands beside another. Undefined: they have none.
 */
export function tokenToBind<T extends Pick<TokenRow, 'id' | 'state'>>(
  held: readonly T[],
  isTemporary: (token: T) => boolean,
): T | undefined {
  const weight = (token: T): number => (isTemporary(token) ? 2 : 0) + (token.state === 'active' ? 0 : 1);
  return [...held].sort((a, b) => weight(a) - weight(b) || (a.id < b.id ? -1 : 1))[0];
}

/**
 * Who had a machine last, once it is taken back: where it is to be exchanged afterwards, that is for them. A machine that was given by
 * mistake was not theirs, and whoever leaves the service comes to no desk.
 */
export function formerHolderAfter(
  { holderId, formerHolderId }: { holderId: string | null; formerHolderId: string | null },
  reason: TakenBackFor,
): string | null {
  if (reason === 'correction') return formerHolderId;
  return reason === 'left-service' ? null : holderId;
}

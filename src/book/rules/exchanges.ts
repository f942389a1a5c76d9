import type { CampaignBlocker } from '../tables/codes.ts';
import type { TokenRow } from '../tables/rows/tokens.ts';
import { WORKSTATION_IN_SERVICE } from '../tables/states.ts';
import { obstacleToRebinding, type Rebinding, type RebindingObstacle } from './rebinding.ts';

/** What decides whether an old machine can be exchanged for a new one. */
export interface Exchange {
  /** For whom it is exchanged (`exchangedFor`). */
  holderId: string | null;
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

const inService = (machine: { state: unknown } | undefined): boolean =>
  (WORKSTATION_IN_SERVICE as readonly unknown[]).includes(machine?.state);

/** Why a machine cannot be exchanged now; null: nothing stands against it. */
export function exchangeBlocker(exchange: Exchange): CampaignBlocker | null {
  const { holderId, other, otherIsElsewhere, rebinding, openRequests } = exchange;
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

/**
 * For whom the old machine of an item is exchanged: who has it, or else from whom it was taken back while it was to be exchanged.
 * Null: nobody is known.
 */
export const exchangedFor = (
  machine: { holderId: string | null },
  item: { formerHolderId: string | null },
): string | null => machine.holderId ?? item.formerHolderId;

/**
 * Of the items whose old machine is taken back from this person, those that have to remember them. A machine that migrates is
 * given a day whoever has it, so that its item remembers nobody.
 */
export const remembering = <I extends { otherId: string | null; formerHolderId: string | null }>(
  items: readonly I[],
  holderId: unknown,
): I[] => items.filter(({ otherId, formerHolderId }) => otherId !== null && formerHolderId !== holderId);

/** Whether binding a token of this holder to the new machine is the exchange of the old one, whoever has that. */
export const isExchangeOf = (machine: { holderId: string | null } | undefined, tokenHolderId: unknown): boolean =>
  machine !== undefined && (machine.holderId === null || machine.holderId === tokenHolderId);

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

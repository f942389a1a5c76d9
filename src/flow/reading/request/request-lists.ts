import type { LetterKind, PriorityReason, ReplacementReason, RequestKind } from '../../../book/tables/codes.ts';
import type { RequestRow } from '../../../book/tables/rows/requests.ts';
import type { RequestState } from '../../../book/tables/states.ts';

/** Which requests someone may see: all of them, or those of some services, of a holder, of an asker. */
export type Visibility = 'all' | { services: readonly string[]; holderId: string; askerId: string };

/** So many requests of the same hour and promised day. */
export interface PromisedWaits {
  submittedAt: number;
  byDay: number;
  count: number;
  /** The first and the last of their ids, which may be one: another is tried where a row of the first was edited. */
  requestIds: readonly string[];
}

export interface RequestFilter {
  state?: readonly RequestState[];
  kind?: readonly RequestKind[];
  reason?: ReplacementReason;
  service?: string;
  /** Submitted at this moment or before. */
  until?: number;
  /** Part of a number or a name. */
  text?: string;
  /** With or without something to look at twice; `usual` is the certificate profile that is offered first. */
  anomalies?: { has: boolean; usual: string };
  /** Whether its token ended before its receipt: nothing comes of it until somebody makes it again (book/rules/request/asking.ts). */
  lostItsToken?: boolean;
  /** Part of the place where it is handed over, or sent to. */
  deliverySite?: string;
  /** Asked by or for this person; or neither. */
  of?: string;
  notOf?: string;
}

/**
 * The newest first where nothing is said; in the order in which they are worked on (book/rules/waiting/queue.ts); or by their states,
 * the oldest of each first, and the other way round; or by the names of their holders.
 */
export type RequestOrder =
  | 'newest'
  | 'oldest'
  | 'approved'
  | 'working'
  | 'states'
  | 'states-back'
  | 'holders'
  | 'holders-back';

/** One with what it is bound by, which is never given out: with the salt its content could be guessed. */
export type BoundRequest = RequestItem & Pick<RequestRow, 'contentSalt'>;
export type RequestItem = Omit<RequestRow, 'contentSalt'> & { holderName: string; assetNumber: string | null };

/** Papers that wait, of requests that someone may see. */
export interface LettersAsked {
  visible: Visibility;
  /** `ready`: somebody can print or confirm them now; `early`: their secret may not be told yet. */
  which: 'ready' | 'early';
  /** PIN letters are printed here; else each is early until its PIN was shown. */
  pinsPrint: boolean;
  /** Of this kind; in this state. */
  kind?: LetterKind;
  state?: 'waiting' | 'printed';
  newestFirst?: boolean;
  /** The id of the last one seen. */
  after?: string;
}

/**
 * Shipments that nobody received, of requests that someone may see. `dead`: their tokens are revoked or expired and did not come
 * back, whatever became of the request; `sent`: their tokens work, and they are on their way.
 */
export interface ShipmentsAsked extends ShipmentFilter {
  visible: Visibility;
  which: 'dead' | 'sent';
  /** As the dead are anyway; else the oldest first. */
  newestFirst?: boolean;
}

/** Of which requests shipments are asked for. */
export type ShipmentFilter = Pick<RequestFilter, 'text' | 'service' | 'deliverySite'>;

/** Requests that go before another one that was asked for sooner: how many, by which priority and why. */
export interface Passing {
  priority: number;
  reason: PriorityReason;
  count: number;
}

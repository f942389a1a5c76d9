/** Rows of the stock: where blank tokens come from and lie, how they are counted, and how a kind of them is recalled. */
import type {
  DeliveryReason,
  RecallKind,
  RecallLeft,
  RecallWay,
  StockDifferenceKind,
  StockDifferenceReason,
} from '../codes.ts';
import type { ExpectedDeliveryState, RecallState, StockTransferState, TokenState } from '../states.ts';

/** Blank tokens that were ordered and are to come. */
export interface ExpectedDeliveryRow {
  id: string;
  /** The first one is 1. */
  nth: number;
  /** By which the supplier knows the order. */
  reference: string;
  model: string;
  count: number;
  /** How many of them came so far: an order may come in parts. */
  came: number;
  /** The day on which they are to come. Days since 1970 in Paris. */
  day: number;
  state: ExpectedDeliveryState;
  /** Why it was moved or cancelled; null: neither. */
  reason: DeliveryReason | null;
  expectedBy: string;
  expectedAt: number;
  /** When it was moved or cancelled last; null: never. */
  changedAt: number | null;
}

/** Blank tokens that came together. */
export interface DeliveryRow {
  id: string;
  reference: string;
  model: string;
  /** As the supplier's note says them: of all tokens of the delivery; null where it does not. */
  firmware: string | null;
  batch: string | null;
  count: number;
  /** The expected delivery that they are of; null: nobody said that they would come. */
  expectedId: string | null;
  /** The location of the stock that it came to; null: none was named. */
  locationId: string | null;
  receivedBy: string;
  receivedAt: number;
}

/** A place where tokens are kept: a safe, a drawer. */
export interface StockLocationRow {
  /** Its code, such as `LYON-COFFRE-1`: what stands on its label. */
  id: string;
  label: string;
  site: string;
  /** Below so many blanks of a model the stock is low here; null: it is not watched. */
  threshold: number | null;
  addedBy: string;
  addedAt: number;
}

/** Tokens that go from one site to another: sent by one person, received by another. */
export interface StockTransferRow {
  id: string;
  fromId: string;
  toId: string;
  /** How many were sent. */
  count: number;
  state: StockTransferState;
  sentBy: string;
  sentAt: number;
  /** Who last said of some of them where they are; null: nobody did yet. */
  receivedBy: string | null;
  receivedAt: number | null;
}

/** An inventory of one location: what was scanned, against what ought to be there. */
export interface StockCountRow {
  id: string;
  locationId: string;
  /** How many ought to be there, how many of ours were scanned, and how many that are not ours. */
  expected: number;
  seen: number;
  unknown: number;
  countedBy: string;
  countedAt: number;
}

/** A token that was not where the records say, or was where they do not say. */
export interface StockDifferenceRow {
  id: string;
  countId: string;
  locationId: string;
  tokenId: string;
  kind: StockDifferenceKind;
  /** What explains it, by whom and when; null while it is open. */
  reason: StockDifferenceReason | null;
  settledBy: string | null;
  settledAt: number | null;
}

/** A location that fell below its threshold of blanks of a model: once for each crossing. */
export interface StockAlertRow {
  id: string;
  locationId: string;
  model: string;
  /** The threshold, and how many there were, when it was found. */
  threshold: number;
  count: number;
  since: number;
  /** Null while the stock is low. */
  endedAt: number | null;
}

/** A flaw in a model, a firmware or a batch: two persons decided which tokens go, and how. */
export interface RecallRow {
  id: string;
  kind: RecallKind;
  /** Null for a delivery, which has one model. */
  model: string | null;
  /** The firmware, the batch or the delivery's id; null for a model. */
  value: string | null;
  way: RecallWay;
  /** When what was not replaced by then is revoked; null: never by itself, and for what is revoked at once. */
  revokeAt: number | null;
  state: RecallState;
  /** The two who decided it: the first asks for the replacements, the second approves them. */
  proposerId: string;
  confirmerId: string;
  openedAt: number;
  /** Null while it is open. */
  closedAt: number | null;
  closerId: string | null;
}

/** A token that a recall hit. */
export interface RecallItemRow {
  id: string;
  recallId: string;
  tokenId: string;
  /** Its state when it was hit. */
  found: TokenState;
  /** Who had it; null for a blank. */
  holderId: string | null;
  /** Since when its holder has it, or since when it is here: the oldest is replaced first. */
  since: number;
  hitAt: number;
  /** When it was settled what takes its place, and its holder was told; null until then. */
  settledAt: number | null;
  /** The request that replaces it, asked for by the recall or open before; null where there is none, for the reason of `left`. */
  requestId: string | null;
  left: RecallLeft | null;
}

import type { RecallKind, RecallLeft } from '../../../book/tables/codes.ts';
import type { RecallState, RequestState, TokenState } from '../../../book/tables/states.ts';

/** Open or past recalls: of a kind, of a model, firmware, batch or delivery in whose name a text stands. */
export interface RecallFilter {
  state: RecallState;
  kind?: RecallKind | undefined;
  text?: string | undefined;
}

/** What a recall would hit now. */
export interface RecallHits {
  states: (readonly [state: TokenState, count: number])[];
  /** People who have one of them. */
  holders: number;
  /** The services with the most holders; `moreServices` are not named. */
  services: { service: string; holders: number }[];
  moreServices: number;
}

/** Tokens of a recall that stand alike. */
export interface RecallGroup {
  found: TokenState;
  left: RecallLeft | null;
  state: TokenState;
  /** Of what replaces it; null for nothing. */
  requestState: RequestState | null;
  /** 1: that request was there before the recall hit the token. */
  before: number;
  /** 1: it is settled what takes its place, and its holder was told. */
  settled: number;
  n: number;
}

/** A token that a recall hit, and how it stands. */
export interface RecalledToken {
  serial: string;
  found: TokenState;
  state: TokenState;
  hitAt: number;
  settledAt: number | null;
  /** Of the request by which its holder has another token. */
  number: string | null;
  requestState: RequestState | null;
  /** That request is the one that it was made for, and goes through production again. */
  again: boolean;
  left: RecallLeft | null;
}

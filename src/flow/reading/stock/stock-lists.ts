import type { ExpectedDeliveryState, StockTransferState, TokenState } from '../../../book/tables/states.ts';

/** Deliveries that came: of a model, a firmware or a batch as their notes say, or put into a location. */
export interface DeliveryFilter {
  model?: string | undefined;
  firmware?: string | undefined;
  batch?: string | undefined;
  locationId?: string | undefined;
  /** Part of any name that they have. */
  text?: string | undefined;
}

/** Deliveries that are or were expected, in these states: of an order or a model in whose name a text stands. */
export interface ExpectedFilter {
  states: readonly ExpectedDeliveryState[];
  text?: string | undefined;
}

/** Transfers on the way, or past ones; `locationId`: the code of a location that they left or went to. */
export interface TransferFilter {
  state: StockTransferState;
  locationId?: string | undefined;
}

/** Tokens of a model in a location; null: of none. */
export interface StockSum {
  location: string | null;
  model: string;
  n: number;
}

export interface StockLevel extends StockSum {
  state: TokenState;
  /** Of these, how many are on the way to another location. */
  onTheWay: number;
}

import type { TokenState } from '../../../book/tables/states.ts';

export interface TokenFilter {
  text?: string | undefined;
  state?: readonly TokenState[] | undefined;
  model?: string | undefined;
  firmware?: string | undefined;
  batch?: string | undefined;
  /** The id of a delivery, the code of a location. */
  deliveryId?: string | undefined;
  locationId?: string | undefined;
}

/** Tokens in use of one service that end on one day, and how many of them are being replaced. */
export interface DayEnds {
  /** Days since 1970. */
  day: number;
  service: string;
  ends: number;
  asked: number;
}

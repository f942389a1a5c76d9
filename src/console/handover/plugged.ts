import type { SlotStatus } from '../../flow/ports/bench.ts';
import type { Bay } from '../../flow/reading/token/line.ts';

/** Whether a token is plugged in: `unknown` while a slot that may hold it does not say what it holds. */
export function plugged(slots: readonly SlotStatus[], serial: string | undefined): 'yes' | 'no' | 'unknown' {
  if (slots.some(({ token }) => token !== undefined && token.serial === serial)) return 'yes';
  return slots.every(({ state, token }) => state === 'empty' || token !== undefined) ? 'no' : 'unknown';
}

/** A token that is plugged in and is none to be produced on: somebody brought it here, and may take it for the one of a request. */
export interface OtherToken {
  position: string;
  serial: string;
}
/** Tokens in use, or of another stock, in the slots that answer; a blank waits for the line, and says nothing here. */
export function othersPlugged(bays: readonly Bay[]): OtherToken[] {
  return bays.flatMap(({ position, state, stock, token }) =>
    token && state === 'ready' && (stock === 'used' || stock === 'foreign') ? [{ position, serial: token.serial }] : [],
  );
}

import type { SlotStatus } from '../../flow/ports/bench.ts';

/** Whether a token is plugged in: `unknown` while a slot that may hold it does not say what it holds. */
export function plugged(slots: readonly SlotStatus[], serial: string | undefined): 'yes' | 'no' | 'unknown' {
  if (slots.some(({ token }) => token !== undefined && token.serial === serial)) return 'yes';
  return slots.every(({ state, token }) => state === 'empty' || token !== undefined) ? 'no' : 'unknown';
}

import { may } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';

/**
 * What a list of machines may be asked for. A text finds them by their holders too, so for whoever reads no machines it is the beginning
 * of a number: they must not learn by it who has which.
 */
export function textOrNumber<F extends { text?: string | undefined }>(
  caller: Caller,
  { text, ...filter }: F,
  now: number,
): Omit<F, 'text'> & { text?: string | undefined; number?: string | undefined } {
  if (text === undefined || may(caller, 'workstation.read', {}, now)) return { ...filter, text };
  return { ...filter, number: text.trim().toUpperCase() };
}

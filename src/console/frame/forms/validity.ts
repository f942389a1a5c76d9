import { beginOfDate } from '../../../book/rules/calendar/working-days.ts';
import { fieldError } from '../shell/failures.ts';
import type { Member } from '../visit.ts';
import { single } from './forms.ts';

/** From the first day until after the last one, in Paris, as epoch milliseconds; a day that is left out is not said. Throws for what is none. */
export function periodOf(member: Member): { validFrom?: number; validUntil?: number } {
  const read = (name: string, daysLater: number): number | undefined => {
    const text = single(member.values, name);
    if (text === '') return undefined;
    const at = beginOfDate(text, daysLater);
    if (at === undefined) throw fieldError(name, 'format');
    return at;
  };
  const [validFrom, validUntil] = [read('validFrom', 0), read('validUntil', 1)];
  if (validUntil !== undefined && validUntil <= (validFrom ?? 0)) throw fieldError('validUntil', 'order');
  if (validUntil !== undefined && validUntil <= member.now) throw fieldError('validUntil', 'past');
  return { ...(validFrom === undefined ? {} : { validFrom }), ...(validUntil === undefined ? {} : { validUntil }) };
}

import { CLEAR_CARD, OK_CARD, VALUE_SIGN } from '../../book/rules/workstation/cards.ts';
import { fitsValue, meantValue } from '../../book/rules/workstation/check-values.ts';
import type { DueItem } from '../../flow/reading/workstation/check-items.ts';
import { asOnAzerty } from '../frame/forms/scan.ts';

/** What was scanned at the bench. `number`: it may be a machine's label. */
export type Read =
  | { is: 'ok' | 'clear' }
  | { is: 'item'; item: DueItem; value?: string }
  | { is: 'value'; value: string }
  | { is: 'number'; number: string };

/** What a scanner or a person typed: a card, the value of the item that `asks`, or else a machine's number. */
export function readCard(typed: string, items: readonly DueItem[], asks: DueItem | undefined): Read {
  const text = typed.trim();
  const meant = [text, asOnAzerty(text)];
  for (const one of meant) {
    const card = one.toUpperCase();
    if (card === OK_CARD) return { is: 'ok' };
    if (card === CLEAR_CARD) return { is: 'clear' };
    const [code = '', ...rest] = one.split(VALUE_SIGN);
    const item = items.find((known) => known.item === code.trim().toLowerCase());
    if (item) return rest.length > 0 ? { is: 'item', item, value: rest.join(VALUE_SIGN) } : { is: 'item', item };
  }
  const value = meant.map((one) => meantValue(asks?.value, one)).find((one) => asks && fitsValue(asks.value, one));
  return value === undefined ? { is: 'number', number: text.toUpperCase() } : { is: 'value', value };
}

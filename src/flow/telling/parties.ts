import type { RequestRow } from '../../book/tables/tables.ts';

/** Holder and asker, once each. Who recalled thousands of tokens asked for each replacement, and follows the recall. */
export const partiesOf = ({
  holderId,
  askerId,
  reason,
}: Pick<RequestRow, 'holderId' | 'askerId' | 'reason'>): string[] =>
  reason === 'recalled' ? [holderId] : [...new Set([holderId, askerId])];

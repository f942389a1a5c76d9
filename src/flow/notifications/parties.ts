import type { RequestRow } from '../../book/tables/rows/requests.ts';

/** Holder and asker, once each. Who recalled thousands of tokens, or has as many machines migrate, follows that. */
export const partiesOf = ({
  holderId,
  askerId,
  reason,
}: Pick<RequestRow, 'holderId' | 'askerId' | 'reason'>): string[] =>
  reason === 'recalled' || reason === 'migrated' ? [holderId] : [...new Set([holderId, askerId])];

import { SERVICE_REASONS } from '../../book/tables/codes.ts';
import { isOneOf } from '../../book/tables/one-of.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';

/** Holder and asker, once each. Who recalled thousands of tokens, or has as many machines migrate, follows that. */
export const partiesOf = ({
  holderId,
  askerId,
  reason,
}: Pick<RequestRow, 'holderId' | 'askerId' | 'reason'>): string[] =>
  isOneOf(SERVICE_REASONS, reason) ? [holderId] : [...new Set([holderId, askerId])];

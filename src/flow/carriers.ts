import type { HandoverRow } from './model.ts';

type Sent = Pick<HandoverRow, 'mode' | 'operatorId' | 'receiptBy'>;

/**
 * Who had a token in hand that travelled: who shipped it, and who confirmed its receipt for the holder. Token and PIN go
 * apart, so neither prints the letter.
 */
export function carriersOf(handover: Sent | undefined | null, holderId: string): string[] {
  if (handover?.mode !== 'shipment') return [];
  const { operatorId, receiptBy } = handover;
  return receiptBy === null || receiptBy === holderId ? [operatorId] : [operatorId, receiptBy];
}

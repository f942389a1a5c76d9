import type { HandoverRow } from '../../book/tables.ts';

/** A hand-over's row, or what the journal says of one. */
type Sent = Pick<HandoverRow, 'operatorId' | 'receiptBy'> & { mode: string };

/**
 * Who had a token in hand that travelled: who shipped it, and who confirmed its receipt for the holder. Token and PIN go
 * apart, so neither prints the letter.
 */
export function carriersOf(handover: Sent | undefined | null, holderId: string): string[] {
  if (handover?.mode !== 'shipment') return [];
  const { operatorId, receiptBy } = handover;
  return receiptBy === null || receiptBy === holderId ? [operatorId] : [operatorId, receiptBy];
}

/** What a hand-over's row says of its journey. */
interface Sent {
  mode?: unknown;
  operatorId?: unknown;
  receiptBy?: unknown;
}

/**
 * Who had a token in hand that travelled, by id: who shipped it, and who confirmed its receipt for the holder. Token and PIN
 * go apart, so neither prints the letter. Nobody for a hand-over at a desk, or where there is none.
 */
export function carriersOf(handover: Sent | undefined | null, holderId: string | null): string[] {
  if (handover?.mode !== 'shipment') return [];
  const { operatorId, receiptBy } = handover;
  return [operatorId, receiptBy === holderId ? null : receiptBy].filter((id) => typeof id === 'string');
}

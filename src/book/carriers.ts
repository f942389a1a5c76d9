/** What a hand-over's row says of who had its token. */
interface Sent {
  requestId?: unknown;
  operatorId?: unknown;
  parcelBy?: unknown;
}

/**
 * Who had the token of a request in hand before its holder, by id: who had it sign its challenge at the desk or shipped it,
 * and who received its parcel; of every hand-over that was begun, failed ones included. None of them has the PIN too.
 */
export function carriersOf(handovers: readonly Sent[], requestId: string | null): string[] {
  const ids = handovers
    .filter((one) => one.requestId === requestId)
    .flatMap(({ operatorId, parcelBy }) => [operatorId, parcelBy]);
  return [...new Set(ids.filter((id) => typeof id === 'string'))];
}

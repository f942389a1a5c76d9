/** What a hand-over's row says of who had its token. */
interface Sent {
  requestId?: unknown;
  operatorId?: unknown;
  parcelBy?: unknown;
}

/** The decision of two persons that a new PIN comes from, by its secret's name; null for the PIN of a production. */
export const resetOf = (secretId: string | null): string | null => /^pin:(\w+)$/.exec(secretId ?? '')?.[1] ?? null;

/** The two who decided to reset a PIN, with the token in a slot before them. */
export const resetBy = (proposal: { proposerId?: unknown; confirmerId?: unknown } | undefined): string[] =>
  [proposal?.proposerId, proposal?.confirmerId].filter((id) => typeof id === 'string');

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

/** What a token in stock is not bound to: the columns of its row that are null. */
export const UNBOUND = {
  label: null,
  requestId: null,
  holderId: null,
  workstationId: null,
  keyId: null,
  certificateId: null,
} as const;

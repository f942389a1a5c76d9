/** A call that its sender may repeat, under a key of their own. */
export interface Claim {
  /** Who sent it: a person's id. */
  caller: string;
  /** SHA-256 of the key. */
  key: string;
  route: string;
  /** A keyed hash of the body. */
  bodyHash: string;
  /** This sending of it, and no other. */
  callId: string;
  sentAt: number;
  expiresAt: number;
}
export interface Answer {
  status: number;
  /** JSON text; null when there is none, or when it may not be stored. */
  body: string | null;
}

/** What stands under a call's key. */
export type Standing =
  | { outcome: 'fresh' }
  | ({ outcome: 'done' } & Answer)
  /** Something of it was done, and its answer is not known. */
  | { outcome: 'begun' }
  /** The key was used for another route or body. */
  | { outcome: 'mismatch' };

/** A call on its way: what it is answered is kept in the transaction that does it, so that a crash parts neither from the other. */
export interface Call {
  claim: Claim;
  /** What the sender is told of what an act came to; undefined where that is only a part of what was asked. */
  answerOf(result: unknown): Answer | undefined;
  /** What was kept last. */
  kept?: { answer: Answer | undefined };
}

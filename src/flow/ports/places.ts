/** A place of this machine's bench, and who works there. */
export interface HeldPlace {
  place: string;
  personId: string;
  /** When their session locks unless they go on, or locked, ms. */
  until: number;
}

/** Who works at which place of this machine's bench: one person each, by a session that lasts. */
export interface Places {
  held(): Promise<HeldPlace[]>;
}

/** Pieces of work of which each is done by one node at a time. */
export interface Claims {
  /**
   * Takes a piece of work, by a name; false while anybody has it, this node too. It is given back by `release`, and by itself
   * when this node or its connection to the database ends.
   */
  claim(work: string): Promise<boolean>;
  /** Whether a claim of this node still stands. */
  holds(work: string): boolean;
  release(work: string): Promise<void>;
}

export interface Chance {
  /**
   * A new identifier: 26 characters of Crockford's base 32, of which 20 at least are chance. The others may say when it was
   * drawn, for the database's sake; nothing may be concluded from them.
   */
  id(): string;
  /** `length` random octets. */
  bytes(length: number): Uint8Array;
}

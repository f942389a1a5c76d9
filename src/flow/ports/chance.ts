export interface Chance {
  /** A new random identifier: 26 characters, 128 bits, Crockford base 32, no order in it. */
  id(): string;
  /** `length` random octets. */
  bytes(length: number): Uint8Array;
}

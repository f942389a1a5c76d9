import { hash } from 'node:crypto';

/** Root of the tree without leaves: SHA-256 of nothing (RFC 6962, 2.1). */
export const EMPTY_ROOT: Uint8Array = hash('sha256', '', 'buffer');

/** SHA-256(0x00 ‖ line as UTF-8). */
export function leafHash(line: string): Uint8Array {
  return hash('sha256', `\0${line}`, 'buffer');
}

const line = Buffer.alloc(65_536);

/** As `leafHash`, of a line of at most 65,535 octets as it was read. */
export function leafHashOf(octets: Uint8Array): Uint8Array {
  line.set(octets, 1);
  return hash('sha256', line.subarray(0, octets.length + 1), 'buffer');
}

const pair = Buffer.alloc(65, 1);

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  pair.set(left, 1);
  pair.set(right, 33);
  return hash('sha256', pair, 'buffer');
}

/** The largest power of two below `size`: where RFC 6962 splits a tree. */
export function halfOf(size: number): number {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}

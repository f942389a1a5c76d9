import { createHash } from 'node:crypto';
import type { Chance } from '../../src/flow/ports/chance.ts';
import type { Clock } from '../../src/flow/ports/clock.ts';

/** A clock that stands still until a test moves it. */
export interface SettableClock extends Clock {
  set(now: number): void;
  /** Moves it on by `ms`, back when negative. */
  pass(ms: number): void;
}
/**
 * So long ago that all a world makes has ended for every real program, a root of twenty years too: who hands it to
 * openssl, curl, a browser or Node's TLS is refused at once, not only from some later date on. A test whose material
 * real programs judge starts its world at `Date.now()`. A Tuesday in winter time, and the calendar of 2026.
 */
export const START = Date.UTC(1998, 10, 24, 9, 0, 0);

export function settableClock(start = START): SettableClock {
  let now = start;
  return {
    now: () => now,
    set: (to) => {
      now = to;
    },
    pass: (ms) => {
      now += ms;
    },
  };
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export interface SeededChance extends Chance {
  /** How much was drawn so far: another one of the same seed goes on from there. */
  drawn(): number;
}
/** The same ids and octets for the same seed, from what was drawn before on. */
export function seededChance(seed = 'jeton', drawn = 0): SeededChance {
  let counter = drawn;
  const block = () => createHash('sha256').update(`${seed} ${counter++}`).digest();
  const bytes = (length: number): Uint8Array => {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, block);
    return Buffer.concat(blocks).subarray(0, length);
  };
  return { bytes, drawn: () => counter, id: () => Array.from(bytes(26), (octet) => ALPHABET[octet % 32]).join('') };
}

import { randomBytes, randomFillSync } from 'node:crypto';
import type { Chance } from './flow/ports/chance.ts';
import type { Clock } from './flow/ports/clock.ts';

/** Crockford's base 32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Octets for the ids of some hundred rows, drawn at once: each draw costs as much as hashing a row. */
const drawn = Buffer.alloc(26 * 157);
let used = drawn.length;

/** Randomness of the operating system. Ids are 26 characters of 5 bits: 130 bits; they are no secrets. */
export const chance: Chance = {
  bytes: (length) => randomBytes(length),
  id: () => {
    if (used === drawn.length) {
      randomFillSync(drawn);
      used = 0;
    }
    let id = '';
    for (const octet of drawn.subarray(used, used + 26)) id += ALPHABET[octet % 32];
    used += 26;
    return id;
  },
};

export const clock: Clock = { now: () => Date.now() };

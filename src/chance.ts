import { randomBytes } from 'node:crypto';
import type { Chance } from './flow/ports/chance.ts';
import type { Clock } from './flow/ports/clock.ts';

/** Crockford's base 32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Randomness of the operating system. Ids are 26 characters of 5 bits: 130 bits. */
export const chance: Chance = {
  bytes: (length) => randomBytes(length),
  id: () => Array.from(randomBytes(26), (octet) => ALPHABET[octet % 32]).join(''),
};

export const clock: Clock = { now: () => Date.now() };

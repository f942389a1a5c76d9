import { randomBytes, randomFillSync } from 'node:crypto';
import type { Chance } from './flow/ports/chance.ts';
import type { Clock } from './flow/ports/clock.ts';

/** Crockford's base 32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Characters of an id that say when it was drawn, in milliseconds: they go round in 34 years. */
const DATED = 8;
/** Characters of an id that are chance: 90 bits. */
const DRAWN = 18;
/** Octets for the ids of some hundred rows, drawn at once: each draw costs as much as hashing a row. */
const AT_ONCE = DRAWN * 200;

function timeOf(now: number): string {
  let [left, text] = [Math.floor(now), ''];
  while (text.length < DATED) {
    text = `${ALPHABET[left % 32]}${text}`;
    left = Math.floor(left / 32);
  }
  return text;
}

/**
 * Ids of 26 characters. They begin with their millisecond, so that rows which are made one after the other stand so in every
 * index: else each row of an import writes pages of its own all over the file. Ids are no secrets. `now` in milliseconds.
 */
export function createIds(now: () => number): () => string {
  const drawn = Buffer.alloc(AT_ONCE);
  let used = AT_ONCE;
  return () => {
    if (used === AT_ONCE) {
      randomFillSync(drawn);
      used = 0;
    }
    let id = timeOf(now());
    for (const octet of drawn.subarray(used, used + DRAWN)) id += ALPHABET[octet % 32];
    used += DRAWN;
    return id;
  };
}

/** Randomness of the operating system. */
export const chance: Chance = { bytes: (length) => randomBytes(length), id: createIds(Date.now) };

/** A clock that says whether it holds back what the machine's clock says. */
export interface SteadyClock extends Clock {
  /** Goes on from this time, which another process of the service knows to be right, in milliseconds. */
  follow(now: number): void;
  /** True since the machine's clock leapt ahead, until it is back or the service starts again. */
  isHeld(): boolean;
}
/** The machine's clock may gain this much at once, in milliseconds: more than a time server corrects in service. */
const LEAP_MS = 300_000;

/**
 * The machine's clock, but for a leap ahead: a CRL of the day after tomorrow, published once, makes gateways refuse every
 * certificate until that day. After a leap time goes on as it went, and somebody has to look. A clock that is set back
 * is followed: what is dated from then on is no worse than what was before. Both in milliseconds; the second only runs on.
 */
export function createSteadyClock(wall: () => number, running: () => number): SteadyClock {
  let [at, since] = [wall(), running()];
  let held = false;
  return {
    now() {
      const [says, runs] = [wall(), running()];
      const expected = at + runs - since;
      held = says - expected > LEAP_MS;
      if (held) return Math.floor(expected);
      [at, since] = [says, runs];
      return says;
    },
    follow(now) {
      [at, since] = [now, running()];
    },
    isHeld: () => held,
  };
}

/** The machine's clock, for a command that looks at it once or twice. */
export const clock: Clock = { now: () => Date.now() };
/** The clock of the running service. */
export const steadyClock: SteadyClock = createSteadyClock(
  () => Date.now(),
  () => performance.now(),
);

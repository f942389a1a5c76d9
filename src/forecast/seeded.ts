const { cos, imul, log, PI, sqrt } = Math;

/** Chance that is the same for the same seed (mulberry32), so that a forecast can be made again: a number in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A number of the standard normal distribution (Box and Muller 1958). */
export const normal = (chance: () => number): number => sqrt(-2 * log(1 - chance())) * cos(2 * PI * chance());

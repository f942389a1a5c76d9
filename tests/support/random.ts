/** Chance that is the same for the same seed (mulberry32): for tests that choose among things. */
export function randomOf(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(next() * n);
  const among = <T>(items: readonly T[]): T | undefined => items[below(items.length)];
  return {
    /** A whole number from 0 to n − 1. */
    below,
    among,
    /** One of the items that is not this one; undefined where there is no other. */
    other: <T>(items: readonly T[], than: unknown): T | undefined => {
      const text = JSON.stringify(than);
      return among(items.filter((item) => JSON.stringify(item) !== text));
    },
  };
}
export type Random = ReturnType<typeof randomOf>;

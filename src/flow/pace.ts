/** Entries that one person may cause at a stretch: a series of 200 approvals that are all refused fits, twice. */
const BURST = 400;
/** One more comes back after this: 43,200 a day. What is refused beyond them leaves no entry of its own. */
const BACK_MS = 2_000;

interface Purse {
  left: number;
  at: number;
}
const purses = new WeakMap<object, Map<string, Purse>>();

/** A person's purse in one store, with what came back since it was last looked at. It lives in memory: a restart fills it. */
function purseOf(store: object, personId: string, now: number): Purse {
  const known = purses.get(store) ?? new Map<string, Purse>();
  purses.set(store, known);
  const purse = known.get(personId) ?? { left: BURST, at: now };
  const back = Math.max(0, Math.floor((now - purse.at) / BACK_MS));
  purse.left = Math.min(BURST, purse.left + back);
  purse.at = purse.left === BURST ? now : purse.at + back * BACK_MS;
  known.set(personId, purse);
  return purse;
}

/**
 * Every entry of the journal is kept for seven years, so nobody may add to it without end: refusals of anybody, and what
 * agents do, are counted. `left` says how many more entries this person may cause now.
 */
export function pace(store: object, personId: string, now: number): { left: number; spend(): void } {
  const purse = purseOf(store, personId, now);
  return {
    left: purse.left,
    spend: () => {
      purse.left = Math.max(0, purse.left - 1);
    },
  };
}

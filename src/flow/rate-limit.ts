export interface Pace {
  /** What one person may do at a stretch. */
  burst: number;
  /** One more comes back after this, in milliseconds. */
  backMs: number;
}
/** Entries: a series of 200 approvals that are all refused fits, twice; 43,200 a day. More refusals leave no entry of their own. */
const ENTRIES: Pace = { burst: 400, backMs: 2_000 };

/** Acts of a correspondent for others: twice the requests of the busiest day, and what follows them. */
export const FOR_OTHERS: Pace = { burst: 2_000, backMs: 2_000 };

/** A store, or one that tells people too: both are the same records. */
export interface Counted {
  readonly reads: object;
}
interface Purse {
  left: number;
  at: number;
}
const purses = new WeakMap<object, Map<string, Purse>>();

/**
 * How many entries a person may still cause in one store. It refills with time; it is in memory, so a restart fills
 * it.
 */
function purseOf({ reads }: Counted, name: string, now: number, { burst, backMs }: Pace): Purse {
  const known = purses.get(reads) ?? new Map<string, Purse>();
  purses.set(reads, known);
  const purse = known.get(name) ?? { left: burst, at: now };
  const back = Math.max(0, Math.floor((now - purse.at) / backMs));
  purse.left = Math.min(burst, purse.left + back);
  purse.at = purse.left === burst ? now : purse.at + back * backMs;
  known.set(name, purse);
  return purse;
}

/**
 * Every entry of the journal is kept for seven years, so nobody may add to it without end: refusals of anybody, what
 * agents and correspondents do, and new ways in are counted; and so is, at a pace of its own under a name of its own, what would else be an enumeration. `left`
 * says how many more this person may do now.
 */
export function pace(store: Counted, name: string, now: number, of: Pace = ENTRIES): { left: number; spend(): void } {
  const purse = purseOf(store, name, now, of);
  return {
    left: purse.left,
    spend: () => {
      purse.left = Math.max(0, purse.left - 1);
    },
  };
}

import { MINUTE_MS } from '../../durations.ts';
import { AppError } from '../../errors.ts';

/** Wrong tries that cost nothing, and for how long one is remembered. */
interface Limit {
  free: number;
  memoryMs: number;
}
/** One caller at one token: what is misheard on the telephone costs nothing. */
const AT_ONE: Limit = { free: 3, memoryMs: 15 * MINUTE_MS };
/** One caller at any token: trying out serial numbers. */
const AT_ANY: Limit = { free: 10, memoryMs: 60 * MINUTE_MS };
const LONGEST_WAIT_MS = MINUTE_MS;
/** Tallies that are remembered; the oldest are forgotten first. */
const REMEMBERED = 20_000;

interface Tally {
  wrong: number;
  lastAt: number;
}

/**
 * Limits guessing without locking anybody out: after some wrong tries of one person, the next may come 1, 2, 4 … seconds
 * later, a minute at most. Nobody waits for what somebody else typed, so no caller on the telephone can keep a token from
 * being revoked. It lives in memory: a restart forgets it.
 */
export function createTries(clock: { now(): number }) {
  const tallies = new Map<string, Tally>();
  const tallyOf = (key: string, { memoryMs }: Limit): Tally => {
    const known = tallies.get(key);
    const tally = known && known.lastAt + memoryMs > clock.now() ? known : { wrong: 0, lastAt: 0 };
    tallies.delete(key);
    tallies.set(key, tally);
    const [oldest] = tallies.keys();
    if (tallies.size > REMEMBERED && oldest !== undefined) tallies.delete(oldest);
    return tally;
  };
  const waitOf = ({ wrong, lastAt }: Tally, { free }: Limit): number =>
    wrong < free ? 0 : lastAt + Math.min(1_000 * 2 ** Math.min(wrong - free, 10), LONGEST_WAIT_MS) - clock.now();

  return {
    /** Counts a try of `personId` at `about` as wrong until `right` is called. Throws `too_many_requests` with {seconds}. */
    begin: (personId: string, about: string): { right(): void } => {
      const counted = [
        [tallyOf(`${personId}\n${about}`, AT_ONE), AT_ONE],
        [tallyOf(personId, AT_ANY), AT_ANY],
      ] as const;
      const wait = Math.max(...counted.map(([tally, limit]) => waitOf(tally, limit)));
      if (wait > 0) {
        const seconds = Math.ceil(wait / 1000);
        throw new AppError('too_many_requests', `too many wrong codes: wait ${seconds} s, then try again`, {
          detail: { seconds },
        });
      }
      // counted before it is known to be wrong: of many tries at the same moment, all but the free ones wait
      for (const [tally] of counted) {
        tally.wrong += 1;
        tally.lastAt = clock.now();
      }
      return {
        right: () => {
          for (const [tally] of counted) tally.wrong = Math.max(0, tally.wrong - 1);
        },
      };
    },
  };
}

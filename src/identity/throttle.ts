import { MINUTE_MS } from '../durations.ts';
import { AppError } from '../errors.ts';
import type { Clock } from '../flow/ports/clock.ts';
import { networkOf } from '../listen/network.ts';

/** Failures that cost nothing, how many may wait in line, and how long a failure is remembered. */
interface Limit {
  free: number;
  line: number;
  memory: number;
}
/** One person at one place: typing errors are free. */
const PAIR: Limit = { free: 3, line: 3, memory: 15 * MINUTE_MS };
/** One login from anywhere: a distributed guess. */
const LOGIN: Limit = { free: 10, line: 20, memory: 60 * MINUTE_MS };
/** One address (IPv6: one /64) for any login: password spraying. An office shares one, so it is generous. */
const ADDRESS: Limit = { free: 30, line: 50, memory: 15 * MINUTE_MS };
const LONGEST_WAIT = 8_000;
/** How long a place where somebody signed in stays known, and how many places and logins are remembered. */
const KNOWN = 30 * 24 * 60 * MINUTE_MS;
const REMEMBERED = 20_000;

interface Tally {
  failures: number;
  lastFailure: number;
  waiting: number;
  /** Ends with the attempt before. */
  turn: Promise<void>;
}

/** A map that forgets its oldest entries. */
function remembering<V>(): { get(key: string): V | undefined; set(key: string, value: V): void } {
  const entries = new Map<string, V>();
  return {
    get: (key) => entries.get(key),
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      const [oldest] = entries.keys();
      if (entries.size > REMEMBERED && oldest !== undefined) entries.delete(oldest);
    },
  };
}

/**
 * Slows guessing down without ever locking anybody out (ASVS 6.1.1, 6.3.1). Failures make the next attempt wait 1, 2, 4, 8 s,
 * counted for a login at an address, for a login, and for an address; attempts of one login run one after another. Who
 * signed in from an address before does not wait for what others do to their login. Unknown logins are counted like known ones.
 * What is remembered is bounded and lives in memory: a restart forgets it.
 */
export function createThrottle({ clock, sleep }: { clock: Clock; sleep(ms: number): Promise<void> }) {
  const tallies = remembering<Tally>();
  const known = remembering<number>();

  const tallyOf = (key: string, limit: Limit): Tally => {
    const found = tallies.get(key) ?? { failures: 0, lastFailure: 0, waiting: 0, turn: Promise.resolve() };
    if (found.lastFailure + limit.memory < clock.now()) found.failures = 0;
    tallies.set(key, found);
    return found;
  };
  const waitOf = ({ failures }: Tally, { free }: Limit): number =>
    failures < free ? 0 : Math.min(1_000 * 2 ** Math.min(failures - free, 10), LONGEST_WAIT);

  /** Runs `work` when the attempt before has ended. */
  const inTurn = async <R>(tally: Tally, work: () => Promise<R>): Promise<R> => {
    const before = tally.turn;
    let end = (): void => {};
    tally.turn = new Promise<void>((resolve) => {
      end = resolve;
    });
    try {
      await before;
      return await work();
    } finally {
      end();
    }
  };

  return {
    /**
     * One attempt. `work` is told whether somebody signed in so from this address before, and answers undefined when the
     * secret did not fit. Throws `too_many_requests` with {seconds} only
     * when more attempts wait than people make.
     */
    async attempt<R>(
      login: string,
      address: string,
      work: (isKnown: boolean) => Promise<R | undefined>,
    ): Promise<R | undefined> {
      const place = networkOf(address);
      const who = login.normalize('NFKC').trim().toLowerCase().slice(0, 200);
      const pairKey = `${who}\n${place}`;
      const isKnown = (known.get(pairKey) ?? 0) + KNOWN > clock.now();
      const pair = tallyOf(`pair\n${pairKey}`, PAIR);
      const counted: [Tally, Limit][] = [
        [pair, PAIR],
        [tallyOf(`address\n${place}`, ADDRESS), ADDRESS],
      ];
      const whole = tallyOf(`login\n${who}`, LOGIN);
      const slowed: [Tally, Limit][] = isKnown ? counted : [...counted, [whole, LOGIN]];
      if (slowed.some(([tally, limit]) => tally.waiting >= limit.line)) {
        throw new AppError('too_many_requests', 'too many attempts at once: wait a moment, then try again', {
          detail: { seconds: 10 },
        });
      }
      for (const [tally] of slowed) tally.waiting += 1;
      try {
        return await inTurn(pair, () => (isKnown ? attemptNow() : inTurn(whole, attemptNow)));
      } finally {
        for (const [tally] of slowed) tally.waiting -= 1;
      }

      async function attemptNow(): Promise<R | undefined> {
        const wait = Math.max(...slowed.map(([tally, limit]) => waitOf(tally, limit)));
        if (wait > 0) await sleep(wait);
        const result = await work(isKnown);
        if (result === undefined) {
          for (const tally of new Set([...slowed.map(([t]) => t), whole])) {
            tally.failures += 1;
            tally.lastFailure = clock.now();
          }
        } else {
          pair.failures = 0;
          known.set(pairKey, clock.now());
        }
        return result;
      }
    },
  };
}
export type Throttle = ReturnType<typeof createThrottle>;

import type { Caller } from '../book/rights/roles.ts';
import type { ComparisonCause } from '../book/rules/service/differences.ts';
import { DAY_MS, MINUTE_MS } from '../durations.ts';
import { AppError } from '../errors.ts';
import type { ComparisonStanding } from '../flow/comparison/comparison.ts';
import type { Found } from '../flow/comparison/differences.ts';
import type { Flow } from '../flow/index.ts';
import type { Clock } from '../flow/ports/clock.ts';
import { type Progress, paceOf } from '../journal/long-reading.ts';
import type { Log } from '../log.ts';
import type { Comparison } from '../store/compare/compare.ts';
import { MOST_TOLD } from '../store/compare/findings.ts';

export interface ComparisonsDeps {
  flow: Pick<Flow, 'comparison'>;
  clock: Clock;
  log: Log;
  /** Makes one comparison, which says how far it is; `stop` ends it. */
  compare(progress: Progress): { answer: Promise<Comparison>; stop(): void };
  /** Makes triggers anew that a comparison found to be missing or changed. */
  holdTriggers(): Promise<unknown>;
  /** A quick look at the list of revocations. */
  isListWhole(): Promise<boolean>;
}
/** One that failed is tried again after two minutes, then four, and so on up to this. */
const MOST_MINUTES = 60;
/** Beyond this since the last one somebody has to look why there is none. */
const LATE_MS = 2 * DAY_MS;

/** What a log says of each thing that differs: its name and how, never a value. */
const tampered = ({ table, id, kind }: Found): AppError =>
  new AppError('record_tampered', `the record ${table}:${id} is not as the journal says (${kind})`);

/** Runs comparisons of the tables with the journal, one at a time, and tells of what they find. */
export function createComparisons({ flow, clock, log, compare, holdTriggers, isListWhole }: ComparisonsDeps) {
  const startedAt = clock.now();
  let running: { since: number; done: Promise<void>; stop(): void } | undefined;
  /** How far that one is, and since when it reads. */
  let read: { done: number; total: number; since: number } | undefined;
  let last: ComparisonStanding['last'] = null;
  /** The last one failed: when, for what it was made, and how many failed in a row. */
  let failure: { at: number; cause: ComparisonCause; count: number } | undefined;
  let isClosed = false;
  /** Somebody asked while one was running, which may have passed what they mended. */
  let isAskedAgain = false;
  /** Rows that were read and told of since the last comparison. */
  const told = new Set<string>();

  const tell = (fresh: readonly Found[]): void => {
    for (const one of fresh) log.error('a record differs and is refused', tampered(one));
  };

  const finish = async (cause: ComparisonCause, begunAt: number, answer: Promise<Comparison>): Promise<void> => {
    try {
      const compared = await answer;
      told.clear();
      tell(await flow.comparison.finished(cause, { ...compared, begunAt }));
      const { size, rows, total } = compared;
      last = { at: clock.now(), size, rows, differences: total };
      failure = undefined;
      if (compared.differences.some(({ table }) => table === 'trigger')) await holdTriggers();
    } catch (error) {
      if (isClosed) return;
      failure = { at: clock.now(), cause, count: (failure?.count ?? 0) + 1 };
      log.error('the tables could not be compared with the journal', error);
    }
  };

  /** One row differs: there may be more, and a CRL that has to be mended. */
  const lookAround = (fresh: readonly Found[]): void => {
    tell(fresh);
    if (fresh.length > 0) void begin('read');
  };

  /** Begins one, unless one is running. */
  const begin = (cause: ComparisonCause): Promise<void> => {
    if (isClosed || running) {
      isAskedAgain ||= cause === 'asked';
      return running?.done ?? Promise.resolve();
    }
    const since = clock.now();
    const { answer, stop } = compare((done, total) => {
      read = { done, total, since: read?.since ?? clock.now() };
    });
    const done = finish(cause, since, answer).finally(() => {
      running = undefined;
      read = undefined;
      if (!isAskedAgain) return;
      isAskedAgain = false;
      void begin('asked');
    });
    running = { since, done, stop };
    return done;
  };

  const progress = (): ComparisonStanding['progress'] => {
    if (!running || !read) return null;
    const { done, total, since } = read;
    return { done, total, ...paceOf({ done, total, took: clock.now() - since }) };
  };
  const standing = async (): Promise<ComparisonStanding> => ({
    runningSince: running?.since ?? null,
    progress: progress(),
    last,
    failed: failure !== undefined,
    known: await flow.comparison.known(),
  });

  return {
    begin,
    standing,
    /** The round of every hour: a day after the last one the next begins. */
    beginWhenDue: async (): Promise<void> => {
      if (clock.now() - (last?.at ?? startedAt) >= DAY_MS) await begin('day');
    },
    /**
     * The round of every minute: what failed is tried again, less and less often; a revocation that was taken away goes
     * back before gateways believe it.
     */
    look: async (): Promise<void> => {
      if (failure && clock.now() - failure.at >= Math.min(2 ** failure.count, MOST_MINUTES) * MINUTE_MS) {
        await begin(failure.cause);
        return;
      }
      if (await isListWhole()) return;
      const known = await flow.comparison.known();
      // a row that somebody put in stays until it is repaired, and is no reason for a comparison each minute
      if (!known.some(({ table }) => table === 'revocation')) await begin('read');
    },
    /** A person asks for one: it goes on without them. Answers how it stands. */
    ask: async (caller: Caller): Promise<ComparisonStanding> => {
      await flow.comparison.ask(caller);
      void begin('asked');
      return standing();
    },
    show: async (caller: Caller): Promise<ComparisonStanding> => {
      await flow.comparison.mayRead(caller);
      return standing();
    },
    /** A row that was read is not as the service wrote it. */
    found: (found: Found): void => {
      const name = `${found.table}:${found.id}`;
      if (isClosed || told.has(name) || told.size >= MOST_TOLD) return;
      told.add(name);
      const failed = (error: unknown) => {
        told.delete(name); // the next who reads it tells it again
        log.error('a record that differs could not be noted', error);
      };
      // who reads it is in the middle of a transaction
      setImmediate(() => void flow.comparison.read(found).then(lookAround, failed));
    },
    /** Whether nobody knows how the tables stand, for want of a comparison. */
    isLate: (): boolean => failure !== undefined || clock.now() - (last?.at ?? startedAt) > LATE_MS,
    close: async (): Promise<void> => {
      isClosed = true;
      running?.stop();
      await running?.done;
    },
  };
}
export type Comparisons = ReturnType<typeof createComparisons>;

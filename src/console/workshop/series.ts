import { randomBytes } from 'node:crypto';
import type { Caller } from '../../book/rights/roles.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import type { Made, Pair, Watch } from '../../flow/production/produce-next.ts';
import { type Failure, failureOf } from '../frame/shell/failures.ts';

/** One request on one token, as a page shows it. */
export interface Line extends Pair {
  state: 'running' | 'made' | 'failed';
  startedAt: number;
  endedAt: number | null;
  labelPrinted: boolean;
  /** A job was opened: the token may have been written to. */
  begun: boolean;
  failure?: Failure;
}
export interface Series {
  id: string;
  personId: string;
  startedAt: number;
  lines: Line[];
}
export interface SeriesBoard {
  /** Runs production and answers as soon as it has begun; what it throws before that is thrown on. */
  start(caller: Caller, produce: (watch: Watch) => Promise<unknown>): Promise<Series>;
  find(caller: Caller, id: string): Series | undefined;
  /** The caller's newest ones, newest first. */
  recent(caller: Caller): Series[];
  /** How often any of them changed. */
  changes(): number;
  /** Waits for everything under way: at the end of the service, and in tests. */
  settled(): Promise<void>;
}

const KEPT = 50;

function endLine(line: Line, made: Made): void {
  line.endedAt = made.endedAt;
  line.state = made.outcome === 'done' ? 'made' : 'failed';
  line.begun = made.begun;
  if (made.outcome === 'done') line.labelPrinted = made.labelPrinted;
  else line.failure = failureOf(made.error, 'production.produce');
}

/**
 * « N suivants »: tokens made side by side while the technician watches. Only the picture of progress is kept here, in
 * memory; what happens to requests and tokens is the flow's, and survives without it.
 */
export function createSeries(clock: Clock, warn: (message: string, error: unknown) => void): SeriesBoard {
  const board = new Map<string, Series>();
  const running = new Set<Promise<void>>();
  let changes = 0;

  const open = (caller: Caller, pairs: readonly Pair[]): Series => {
    const startedAt = clock.now();
    const lines = pairs.map(
      (pair): Line => ({ ...pair, state: 'running', startedAt, endedAt: null, labelPrinted: false, begun: false }),
    );
    const series = { id: randomBytes(9).toString('base64url'), personId: caller.personId, startedAt, lines };
    board.set(series.id, series);
    changes += 1;
    for (const old of [...board.keys()].slice(0, -KEPT)) board.delete(old);
    return series;
  };

  return {
    start: (caller, produce) =>
      new Promise((resolve, reject) => {
        let series: Series | undefined;
        const watch: Watch = {
          begun(pairs) {
            series = open(caller, pairs);
            resolve(series);
          },
          ended(made) {
            const line = series?.lines.find(({ slot }) => slot === made.slot);
            if (line) endLine(line, made);
            changes += 1;
          },
        };
        const work = produce(watch)
          .then(
            () => undefined,
            (error: unknown) => (series ? warn('a series broke off', error) : reject(error)),
          )
          .finally(() => running.delete(work));
        running.add(work);
      }),
    find: (caller, id) => {
      const series = board.get(id);
      return series?.personId === caller.personId ? series : undefined;
    },
    recent: (caller) => [...board.values()].filter((s) => s.personId === caller.personId).reverse(),
    changes: () => changes,
    settled: async () => void (await Promise.all(running)),
  };
}

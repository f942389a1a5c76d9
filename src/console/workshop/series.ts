import { randomBytes } from 'node:crypto';
import type { Caller } from '../../book/rights.ts';
import { type ErrorCode, isAppError } from '../../errors.ts';
import type { Flow } from '../../flow/index.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import { type Failure, failureOf } from '../frame/failures.ts';

/** One request paired with the token plugged into one slot. */
export interface Pair {
  requestId: string;
  number: string;
  holderName: string;
  slot: string;
  position: string;
  serial: string;
}
export interface Line extends Pair {
  state: 'running' | 'made' | 'failed';
  startedAt: number;
  endedAt: number | null;
  labelPrinted: boolean;
  /** Its label was scanned on the token: nothing is left to do. */
  labelled?: true;
  failure?: Failure;
}
export interface Series {
  id: string;
  personId: string;
  startedAt: number;
  lines: Line[];
}
export interface SeriesBoard {
  /** Begins all pairs at once; answers before they end. */
  start(caller: Caller, pairs: readonly Pair[]): Series;
  find(caller: Caller, id: string): Series | undefined;
  /** The label on a token that was made was scanned: closes its line and answers it. */
  label(caller: Caller, number: string): Line | undefined;
  /** The caller's newest ones, newest first. */
  recent(caller: Caller): Series[];
  /** Waits for everything under way: at the end of the service, and in tests. */
  settled(): Promise<void>;
}

const KEPT = 50;
/** What came before production began leaves the request leased: it is put back. What came later was undone by the flow. */
const BEFORE_LEASE: readonly ErrorCode[] = ['token_wrong', 'token_foreign', 'wrong_state', 'conflict'];

/**
 * « N suivants »: tokens made in parallel while the technician watches. Only the picture of progress is kept here, in
 * memory; what happens to requests and tokens is the flow's, and survives without it.
 */
export function createSeries(
  flow: Pick<Flow, 'production'>,
  clock: Clock,
  warn: (message: string, error: unknown) => void,
): SeriesBoard {
  const board = new Map<string, Series>();
  const running = new Set<Promise<void>>();

  const produce = async (caller: Caller, line: Line): Promise<void> => {
    try {
      const made = await flow.production.produce(caller, {
        requestId: line.requestId,
        slot: line.slot,
        serial: line.serial,
      });
      line.state = 'made';
      line.labelPrinted = made.labelPrinted;
    } catch (error) {
      line.state = 'failed';
      line.failure = failureOf(error, 'production.produce');
      if (!isAppError(error)) warn('production failed for an unknown reason', error);
      if (isAppError(error, ...BEFORE_LEASE)) await putBack(caller, line);
    } finally {
      line.endedAt = clock.now();
    }
  };

  const putBack = async (caller: Caller, line: Line): Promise<void> => {
    try {
      await flow.production.putBack(caller, { requestId: line.requestId });
    } catch (error) {
      if (!isAppError(error, 'wrong_state')) warn('a request could not be put back; its lease ends by itself', error);
    }
  };

  return {
    start(caller, pairs) {
      const startedAt = clock.now();
      const lines = pairs.map(
        (pair): Line => ({ ...pair, state: 'running', startedAt, endedAt: null, labelPrinted: false }),
      );
      const series = { id: randomBytes(9).toString('base64url'), personId: caller.personId, startedAt, lines };
      board.set(series.id, series);
      for (const old of [...board.keys()].slice(0, -KEPT)) board.delete(old);
      const work = Promise.all(lines.map((line) => produce(caller, line))).then(() => void running.delete(work));
      running.add(work);
      return series;
    },
    find: (caller, id) => {
      const series = board.get(id);
      return series?.personId === caller.personId ? series : undefined;
    },
    label(caller, number) {
      const lines = [...board.values()].filter((s) => s.personId === caller.personId).flatMap((s) => s.lines);
      const line = lines.find((l) => l.number === number && l.state === 'made' && !l.labelled);
      if (line) line.labelled = true;
      return line;
    },
    recent: (caller) => [...board.values()].filter((s) => s.personId === caller.personId).reverse(),
    settled: async () => void (await Promise.all(running)),
  };
}

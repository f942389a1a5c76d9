import { setMaxListeners } from 'node:events';
import { AppError } from '../../errors.ts';
import { type Program, type Reader, type Reading, startReader, stopped } from './process.ts';

export interface PoolOptions {
  /** How many read at once. */
  most: number;
  /** How many wait for their turn; more are refused. */
  mostWaiting: number;
  /** How long a process without work stays for the next. */
  idleMs: number;
  program?: Program | undefined;
}
interface Waiting {
  begin(): void;
}

const tooMany = (): AppError =>
  new AppError('overloaded', 'too much is being read at once: try again in a minute', {
    detail: { why: 'readings-full' },
  });

/** Processes that read for the service: so many at once, the others in their order. */
export function createReadingPool({ most, mostWaiting, idleMs, program }: PoolOptions) {
  const idle: { reader: Reader; timer: NodeJS.Timeout }[] = [];
  const waiting: Waiting[] = [];
  const running = new Set<Promise<unknown>>();
  const closing = new AbortController();
  setMaxListeners(0, closing.signal); // one for each reading that runs or waits, which is no leak
  let busy = 0;

  const take = (): Reader => {
    for (let one = idle.pop(); one; one = idle.pop()) {
      clearTimeout(one.timer);
      one.reader.hold(true);
      if (one.reader.isSound()) return one.reader;
    }
    return startReader(program);
  };
  const putBack = async (reader: Reader): Promise<void> => {
    if (!reader.isSound() || idleMs === 0 || closing.signal.aborted) return reader.end();
    const leave = (): void => {
      idle.splice(
        idle.findIndex((one) => one.reader === reader),
        1,
      );
      void reader.end();
    };
    reader.hold(false);
    idle.push({ reader, timer: setTimeout(leave, idleMs).unref() });
  };

  /** Answers when it is the caller's turn. */
  const turn = (signal: AbortSignal): Promise<void> => {
    if (busy < most) {
      busy += 1;
      return Promise.resolve();
    }
    if (waiting.length >= mostWaiting) return Promise.reject(tooMany());
    return new Promise((begin, refuse) => {
      const giveUp = (): void => {
        waiting.splice(waiting.indexOf(place), 1);
        refuse(stopped());
      };
      const place: Waiting = {
        begin: () => {
          signal.removeEventListener('abort', giveUp);
          begin();
        },
      };
      waiting.push(place);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next.begin();
    else busy -= 1;
  };

  const runInTurn = async <R>(reading: Omit<Reading<R>, 'signal'>, signal: AbortSignal): Promise<R> => {
    await turn(signal);
    try {
      const reader = take(); // throws where the machine has no memory for another process: the place is free again
      try {
        return await reader.ask({ ...reading, signal });
      } finally {
        await putBack(reader); // a process that was given up writes nothing any more after this
      }
    } finally {
      leave();
    }
  };

  const run = async <R>({ signal, ...reading }: Reading<R>): Promise<R> => {
    if (closing.signal.aborted || signal?.aborted) throw stopped();
    // not AbortSignal.any: `closing` lasts as long as the pool, and would hold every signal made of it, and all that its reading
    // holds, until a full garbage collection
    const either = new AbortController();
    const giveUp = (): void => either.abort();
    for (const one of [closing.signal, signal]) one?.addEventListener('abort', giveUp, { once: true });
    try {
      return await runInTurn(reading, either.signal);
    } finally {
      for (const one of [closing.signal, signal]) one?.removeEventListener('abort', giveUp);
    }
  };

  return {
    /** Reads once it is its turn. Throws `overloaded` where too many wait, and what refuses the task. */
    run: <R>(reading: Reading<R>): Promise<R> => {
      const answer = run(reading);
      const over: Promise<unknown> = answer.catch(() => undefined).finally(() => running.delete(over));
      running.add(over);
      return answer;
    },
    /** How many run and wait. */
    counts: () => ({ running: busy, waiting: waiting.length, idle: idle.length }),
    /** Gives up whatever is read. */
    close: async (): Promise<void> => {
      closing.abort();
      for (const { timer } of idle) clearTimeout(timer);
      const left = idle.splice(0).map(({ reader }) => reader.end());
      await Promise.all([...running, ...left]);
    },
  };
}
export type ReadingPool = ReturnType<typeof createReadingPool>;

import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { pause, within } from '../within.ts';
import { benchError } from './failure.ts';
import { type How, type Op, Order, RESULTS, type ResultOf } from './messages.ts';
import { type ProcessConfig, startWorker, type WorkerProcess } from './process.ts';

export type BenchLog = Pick<Log, 'info' | 'warn'>;
export interface SupervisorConfig extends ProcessConfig {
  slot: string;
  log: BenchLog;
  /** Runs before each start, while no worker touches the slot. */
  beforeStart(): void;
}

/** One slot's worker, for as long as the service lives. */
export interface Supervisor {
  /** Runs an operation after those asked for before; rejects with `device_failed`, `token_wrong` or `invalid_input`. */
  call<O extends Op>(op: O, how: How<O>): Promise<ResultOf<O>>;
  /** Lets the running operation end, then the worker. */
  close(): Promise<void>;
}

/** Longest pause between two starts. */
const BACKOFF_MAX_MS = 30_000;
/** Milliseconds: a call fails at once when the next start is further away than this. */
const PATIENCE_MS = 1_500;
const CLOSING_MS = 2_000;
/** Where no process comes to be at all, there is nothing to be won by trying at once. */
const LEAST_MS = 100;

/** Milliseconds before the next start: none after a first fault, so that one crash costs one job; then doubled each time. */
export function backoff(faults: number): number {
  return faults <= 1 ? 0 : Math.min(100 * 2 ** (faults - 2), BACKOFF_MAX_MS);
}

/** The order as it goes over the channel. What does not fit is named by its field, never by its value: it may be a PIN. */
function encoded(order: Record<string, unknown>): Record<string, unknown> {
  const { data, error } = z.safeEncode(Order, order as Order);
  if (data) return data;
  const fields = error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new AppError('invalid_input', `the bench cannot take this order: check ${fields}`, { detail: { fields } });
}

/** Keeps a slot's worker alive: starts it now, and again, with pauses that grow, each time it ends. */
export function supervise(config: SupervisorConfig): Supervisor {
  const { slot, log, deadlines } = config;
  let current: WorkerProcess | undefined;
  /** The current worker while it takes orders. */
  let live: WorkerProcess | undefined;
  let faults = 0;
  let startsAt = 0;
  let lastId = 0;
  let closed = false;
  let turn: Promise<unknown> = Promise.resolve();
  let next = begin(Promise.resolve(), 0);

  const unavailable = (problem: 'stopped' | 'unusable') => benchError(slot, { step: 'start', problem });

  /** A promise of the next worker, ready for orders. Nobody may be waiting; whoever calls meets the same error. */
  function begin(predecessor: Promise<void>, delayMs: number): Promise<WorkerProcess> {
    startsAt = performance.now() + delayMs;
    // never two processes on one slot
    const started = Promise.all([predecessor, pause(delayMs)]).then(start);
    started.catch(() => undefined);
    return started;
  }

  /** Where no process comes to be (no memory, a folder that cannot be read), nobody would ever tell of its end. */
  function startOrTryAgain(): WorkerProcess {
    try {
      config.beforeStart();
      const worker: WorkerProcess = startWorker(config, () => replace(worker));
      return worker;
    } catch (error) {
      faults += 1;
      const ms = Math.max(backoff(faults), LEAST_MS);
      const { code = 'internal' } = error as NodeJS.ErrnoException;
      log.warn('bench worker could not be started; it is tried again', { slot, count: faults, ms, code });
      next = begin(Promise.resolve(), ms);
      throw unavailable('unusable');
    }
  }

  async function start(): Promise<WorkerProcess> {
    if (closed) throw unavailable('stopped');
    const worker = startOrTryAgain();
    current = worker;
    const outcome = await worker.ready;
    if ('failure' in outcome) throw benchError(slot, outcome.failure);
    live = worker;
    log.info('bench worker is ready', { slot, pid: worker.pid ?? 0 });
    return worker;
  }

  function replace(worker: WorkerProcess): void {
    live = undefined;
    if (closed) return;
    faults += 1;
    const ms = backoff(faults);
    log.warn('bench worker ended and is started again', { slot, pid: worker.pid ?? 0, count: faults, ms });
    next = begin(worker.ended, ms);
  }

  async function ready(): Promise<WorkerProcess> {
    if (closed) throw unavailable('stopped');
    if (live) return live;
    if (startsAt - performance.now() > PATIENCE_MS) throw unavailable('unusable');
    return within(deadlines.start ?? deadlines.default, next, () => {
      throw unavailable('unusable');
    });
  }

  async function run<O extends Op>(op: O, id: number, how: How<O>): Promise<ResultOf<O>> {
    const order = encoded({ op, id, ...how });
    const { serial }: { serial?: string } = how;
    const worker = await ready();
    const outcome = await worker.run(id, order);
    if ('failure' in outcome) throw benchError(slot, outcome.failure, serial);
    const { data, success } = RESULTS[op].safeParse(outcome.result);
    if (!success) {
      worker.kill('malformed');
      throw benchError(slot, { step: 'read-back', problem: 'malformed' });
    }
    faults = 0;
    return data as ResultOf<O>;
  }

  return {
    call(op, how) {
      lastId += 1;
      const id = lastId;
      const answer = turn.then(() => run(op, id, how));
      turn = answer.catch(() => undefined);
      return answer;
    },
    async close() {
      closed = true;
      await turn;
      await within<unknown>(
        CLOSING_MS,
        next.catch(() => undefined),
        () => undefined,
      );
      current?.release();
      const gone = current?.ended ?? Promise.resolve();
      await within(CLOSING_MS, gone, () => current?.kill('stopped'));
      // killed, it may take its time all the same; only one that hangs in the kernel is left to it
      await within(CLOSING_MS, gone, () => undefined);
    },
  };
}

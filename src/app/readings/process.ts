import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { Progress } from '../../journal/long-reading.ts';
import { WITHOUT_INSPECTOR } from '../../no-inspector.ts';
import { childEnvironment } from '../../pkcs11/worker-program.ts';
import { ReadingReport, type ReadingTask } from './messages.ts';

export interface Program {
  path: string;
  execArgv: readonly string[];
}
/** Beside this file as it was built; where the house runs from its source, as in tests, what was built of it. */
const BESIDE = fileURLToPath(new URL('./program.js', import.meta.url));
/**
 * Its heap, in megabytes: the largest reading that was measured took 296 (docs/performance.md), and a text that somebody edited must not take
 * the memory of the service.
 */
const HEAP = '--max-old-space-size=1024';
const BUILT: Program = {
  path: existsSync(BESIDE) ? BESIDE : fileURLToPath(new URL('../../../dist/app/readings/program.js', import.meta.url)),
  execArgv: [...WITHOUT_INSPECTOR, HEAP],
};

/** How a task is read. */
export interface Reading<R> {
  task: ReadingTask;
  /** What its result looks like. */
  result: z.ZodType<R>;
  /** It is given up where it takes longer. */
  limitMs: number;
  /** Gives it up: whoever asked has gone. */
  signal?: AbortSignal | undefined;
  progress?: Progress | undefined;
}

export const stopped = (): AppError => new AppError('wrong_state', 'this work was stopped, and nothing came of it');
const tooLong = (): AppError =>
  new AppError('limit_reached', 'this took too long and was given up: ask for less of the journal', {
    detail: { why: 'reading-too-long' },
  });
const ended = (why: string): AppError =>
  new AppError('internal', `the process that reads for the service ended: ${why}`);

/** A process that reads, one task at a time. It takes no task any more once one of them did not come to its end. */
export function startReader({ path, execArgv }: Program = BUILT) {
  const child: ChildProcess = fork(path, [], {
    env: childEnvironment(),
    execArgv: [...execArgv],
    serialization: 'json',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let isSound = true;
  const gone = new Promise<void>((resolve) => {
    const over = (): void => {
      isSound = false;
      resolve();
    };
    child.once('exit', over);
    child.once('error', over); // it could not be started, or not be told anything
  });

  const ask = <R>({ task, result, limitMs, signal, progress }: Reading<R>): Promise<R> =>
    new Promise<R>((resolve, reject) => {
      const settle = (give: () => void): void => {
        clearTimeout(timer);
        child.off('message', hear).off('exit', exited).off('error', failed);
        signal?.removeEventListener('abort', giveUp);
        give();
      };
      const refuse = (error: AppError): void => {
        isSound = false;
        settle(() => reject(error));
      };
      const hear = (message: unknown): void => {
        const report = ReadingReport.safeParse(message).data;
        if (report && 'done' in report) {
          progress?.(report.done, report.total);
          return;
        }
        if (report && 'code' in report) {
          settle(() => reject(new AppError(report.code, report.message, { detail: report.detail })));
          return;
        }
        const found = report && result.safeParse(report.result);
        if (found?.success) settle(() => resolve(found.data));
        else refuse(ended('what it said has an unknown shape'));
      };
      const exited = (code: number | null, by: string | null): void => refuse(ended(String(by ?? code)));
      const failed = (error: Error): void => refuse(ended(error.message));
      const giveUp = (): void => refuse(stopped());
      const timer = setTimeout(() => refuse(tooLong()), limitMs);
      child.on('message', hear).once('exit', exited).once('error', failed);
      signal?.addEventListener('abort', giveUp, { once: true });
      if (signal?.aborted) giveUp();
      else child.send(task, () => undefined); // a closed channel is no error here: its end settles the answer
    });

  return {
    pid: child.pid,
    ask,
    isSound: (): boolean => isSound,
    /** Ends it, whatever it does; answers once it writes nothing any more. */
    end: async (): Promise<void> => {
      child.kill('SIGKILL');
      if (child.pid !== undefined) await gone;
    },
    /** Whether the service stays because of it. */
    hold: (isHeld: boolean): void => {
      for (const one of [child, child.channel]) {
        if (isHeld) one?.ref();
        else one?.unref();
      }
    },
  };
}
export type Reader = ReturnType<typeof startReader>;

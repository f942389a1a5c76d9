import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The processes that a program started and that still run; none of a program that has ended. */
export function childrenOf(pid: number): number[] {
  const path = `/proc/${pid}/task/${pid}/children`;
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split(' ').filter(Boolean).map(Number) : [];
}

/** Of these, those that were started with such words. */
export const childrenThatRun = (pid: number, words: string): number[] =>
  childrenOf(pid).filter((one) => {
    const path = `/proc/${one}/cmdline`; // gone, where it ended just now
    return existsSync(path) && readFileSync(path, 'utf8').includes(words);
  });

/** Sends a signal to whatever still runs of these. */
function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** A slow process runs for this long, and then stands still for this long; milliseconds. */
const RUNS_MS = 20;
const STANDS_MS = 100;

/**
 * Processes get little of a core while `work` goes on, however fast the machine is: what takes them a second takes them many, so
 * that a test can look on. They are asked for again each time, for some end and others begin.
 */
export async function slowly<R>(processes: () => number[], work: () => Promise<R>): Promise<R> {
  const over = new AbortController();
  const braking = (async () => {
    while (!over.signal.aborted) {
      const stopped = processes();
      signalAll(stopped, 'SIGSTOP');
      await sleep(STANDS_MS, undefined, { signal: over.signal }).catch(() => undefined);
      signalAll(stopped, 'SIGCONT');
      await sleep(RUNS_MS);
    }
  })();
  try {
    return await work();
  } finally {
    over.abort();
    await braking;
  }
}

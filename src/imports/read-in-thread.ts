import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { AppError } from '../errors.ts';
import { WITHOUT_INSPECTOR } from '../no-inspector.ts';
import type { FileKind, ReadOf } from './kinds.ts';

/** What the thread says, a part at a time: each is asked for, so that reading them holds nobody up. */
export type Part = { rows: unknown[] } | { rest: object };

/** Beside this file as it was built; where the house runs from its source, as in tests, what was built of it. */
const BESIDE = fileURLToPath(new URL('./read-worker.js', import.meta.url));
const PROGRAM = existsSync(BESIDE)
  ? BESIDE
  : fileURLToPath(new URL('../../dist/imports/read-worker.js', import.meta.url));
/** A file of the largest size takes seconds; a thread that takes this long is stuck. */
const PATIENCE_MS = 120_000;
/** What a file of the largest size takes, several times over. */
const MOST_MEMORY_MB = 1024;

/** Reads a file in a thread of its own. */
function inThread<K extends FileKind>(kind: K, file: Uint8Array): Promise<ReadOf<K>> {
  const rows: unknown[] = [];
  return new Promise((resolve, reject) => {
    const worker = new Worker(PROGRAM, {
      workerData: { kind, file },
      env: {},
      execArgv: [...WITHOUT_INSPECTOR],
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
    });
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      void worker.terminate();
      settle();
    };
    const fail = (cause?: unknown): void =>
      end(() => reject(new AppError('internal', 'the file could not be read: try again', { cause })));
    const timer = setTimeout(fail, PATIENCE_MS);
    worker.on('message', (text: string) => {
      const part: Part = JSON.parse(text);
      // our own parser made them, for this kind of file
      if ('rest' in part) return end(() => resolve({ rows, ...part.rest } as ReadOf<K>));
      for (const row of part.rows) rows.push(row);
      worker.postMessage('next');
    });
    worker.once('error', fail);
    worker.once('exit', () => fail());
  });
}

let last: Promise<unknown> = Promise.resolve();
/** Whose files are read or wait for it. */
const senders = new Set<string>();

/**
 * Reads a file as its kind's parser does, but in a thread of its own, one file after another: a large one takes seconds, and
 * whoever reports a loss meanwhile waits for none of them. `sender`: the person who sent it, and who has one file at a
 * time, so that nobody fills the line, or the memory. Attacker-controlled; throws `conflict` for a second file of theirs,
 * `internal` where the thread fails.
 */
export async function readInThread<K extends FileKind>(kind: K, file: Uint8Array, sender: string): Promise<ReadOf<K>> {
  if (senders.has(sender)) {
    const detail = { why: 'import-running' };
    throw new AppError('conflict', 'a file of yours is being read: wait for its end, then send the next one', {
      detail,
    });
  }
  senders.add(sender);
  const read = last.catch(() => undefined).then(() => inThread(kind, file));
  last = read;
  return read.finally(() => senders.delete(sender));
}

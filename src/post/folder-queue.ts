import { access, constants, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../errors.ts';
import type { PrintJob, PrintQueue } from './queue.ts';

/**
 * A folder in a printer's place, for the demo and the tests: each paper is a file `<n>-<kind>-<requestNumber>.pdf`, n counting
 * from 0001, readable by its owner only, and nothing else is written. These files do hold secrets: real use takes a printer.
 * One process owns a folder.
 */
export function createFolderQueue({ folder }: { folder: string }): PrintQueue {
  let turn: Promise<unknown> = Promise.resolve();
  let last: number | undefined;

  const write = async (job: PrintJob): Promise<void> => {
    last ??= await prepare(folder);
    const name = `${String(last + 1).padStart(4, '0')}-${job.kind}-${job.requestNumber}.pdf`;
    const unfinished = join(folder, `.${name}.tmp`);
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(job.pdf);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, join(folder, name));
    last += 1;
    await syncFolder(folder);
  };

  return {
    async put(job) {
      if (!/^[A-Za-z0-9-]{1,64}$/.test(job.requestNumber)) {
        throw new AppError('print_failed', 'this request number cannot be part of a file name');
      }
      const written = turn.then(() => write(job));
      // one at a time; the next one begins anew after a failure, so that nothing half written stays
      turn = written.catch(() => {
        last = undefined;
      });
      try {
        await written;
      } catch (cause) {
        const hint = `cannot write to the print folder: check that ${folder} is a folder of ours and has room`;
        throw new AppError('print_failed', hint, { cause });
      }
    },
    async state() {
      const name = basename(folder);
      // made with the first paper; until then its place has to be ours to write
      const usable = await access(folder, constants.W_OK)
        .catch(() => access(dirname(folder), constants.W_OK))
        .then(
          () => true,
          () => false,
        );
      return usable
        ? { name, state: 'ready', reason: '' }
        : { name, state: 'unreachable', reason: 'this folder cannot be written to' };
    },
  };
}

/** Makes the folder, removes what a crash left half written (it may hold a secret) and answers the last number used. */
async function prepare(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const names = await readdir(folder);
  await Promise.all(
    names.filter((name) => /^\.\d+-.*\.pdf\.tmp$/.test(name)).map((name) => rm(join(folder, name), { force: true })),
  );
  return Math.max(0, ...names.map((name) => Number(/^(\d+)-.*\.pdf$/.exec(name)?.[1] ?? 0)));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

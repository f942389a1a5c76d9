import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.ts';

/** Names of the files of an export. */
export const FILES = {
  lines: 'journal.ndjson',
  checkpoint: 'checkpoint',
  vkey: 'vkey',
  policy: 'policy.json',
  readme: 'LISEZMOI',
  manifest: 'MANIFEST',
  previous: 'previous-checkpoint',
  consistency: 'consistency.proof',
  openings: 'openings.ndjson',
  /** Of a range only: inclusion of its first line, of its last, and of the entry that records the export. */
  first: 'first.tlog-proof',
  last: 'last.tlog-proof',
  record: 'export.tlog-proof',
} as const;

export type Pages = AsyncIterable<string> | Iterable<string>;

/**
 * A folder that is filled file by file, each under a temporary name until it is whole and on the disk. MANIFEST comes
 * last, so a folder without it is not whole. Throws `invalid_input` when the folder holds something already.
 */
export async function createFolder(dir: string) {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if ((await readdir(dir)).length > 0) {
    throw new AppError('invalid_input', `the folder ${dir} is not empty: name one that is empty or does not exist yet`);
  }
  const sums: string[] = [];

  const put = async (name: string, pages: Pages): Promise<string> => {
    const sum = createHash('sha256');
    const part = join(dir, `${name}.part`);
    const file = await open(part, 'wx', 0o600);
    try {
      for await (const page of pages) {
        const octets = Buffer.from(page);
        sum.update(octets);
        await file.appendFile(octets);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, join(dir, name));
    return sum.digest('hex');
  };

  return {
    /** Writes one file from pages of text; no more than a page is held. */
    async write(name: string, pages: Pages): Promise<void> {
      sums.push(`${await put(name, pages)}  ${name}\n`);
    },
    /** Writes MANIFEST (as `sha256sum -c` reads it) and makes the folder itself durable. */
    async finish(): Promise<void> {
      await put(FILES.manifest, sums);
      const folder = await open(dir, 'r');
      await folder.sync().finally(() => folder.close());
    },
    /** Takes away what was written, so that the same folder can be tried again. */
    async abandon(): Promise<void> {
      const names = Object.values(FILES).flatMap((name) => [name, `${name}.part`]);
      await Promise.all(names.map((name) => rm(join(dir, name), { force: true })));
    },
  };
}
export type Folder = Awaited<ReturnType<typeof createFolder>>;

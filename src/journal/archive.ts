import { createWriteStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';

/** Writes the files of `dir` as a ZIP into `file`, which must not be there yet, under the folder name `name`; mode 0600. */
export async function zipInto(file: string, dir: string, name: string): Promise<void> {
  const zip = new yazl.ZipFile();
  for (const one of (await readdir(dir)).sort()) zip.addFile(join(dir, one), `${name}/${one}`);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
}

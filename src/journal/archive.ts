import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import yazl from 'yazl';

/** The files of `dir` as a ZIP stream, under the folder name `name`; `ended` runs when the stream was read or given up. */
export async function zipFolder(
  dir: string,
  name: string,
  ended: () => Promise<unknown>,
): Promise<NodeJS.ReadableStream> {
  const zip = new yazl.ZipFile();
  for (const file of (await readdir(dir)).sort()) zip.addFile(join(dir, file), `${name}/${file}`);
  zip.end();
  const stream = zip.outputStream;
  stream.once('close', () => void ended());
  return stream;
}

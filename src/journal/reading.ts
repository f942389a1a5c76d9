import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_LINE } from './entry.ts';
import { broken } from './fault.ts';
import { FILES } from './folder.ts';

/** The longest of an export's small files: a checkpoint with many cosignatures, a policy. */
const SMALL = 1_048_576;

/** Whether `error` says that a file, or a folder above it, does not exist. */
export function isMissing(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code))
  );
}

/** Whether an export has a file of this name. */
export async function isThere(dir: string, name: string): Promise<boolean> {
  const found = await stat(join(dir, name)).catch((error: unknown) =>
    isMissing(error) ? undefined : Promise.reject(error),
  );
  return found !== undefined;
}

/** A small file of an export, or undefined when it is not there. Throws `journal_broken` for one that is too large to be what it should. */
export async function readSmall(dir: string, name: string): Promise<string | undefined> {
  try {
    const file = await open(join(dir, name), 'r');
    const { size } = await file.stat().finally(() => file.close());
    if (size > SMALL) throw broken('files', null, `${name} is too large to be what it should be`);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  return readFile(join(dir, name), 'utf8');
}

/** As `readSmall`, for a file that every export has. */
export async function needSmall(dir: string, name: string): Promise<string> {
  const text = await readSmall(dir, name);
  if (text === undefined) throw broken('files', null, `this export has no ${name}`);
  return text;
}

/**
 * Reads a file of lines, a batch of them for each megabyte read, as octets without their newlines. Every octet read
 * goes into `sum`. A line longer than `longest`, or a last line without an end, is refused with its place.
 */
export async function* batches(path: string, sum: Hash, longest = MAX_LINE): AsyncGenerator<Buffer[]> {
  let count = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const read of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    sum.update(read);
    const chunk = rest.length > 0 ? Buffer.concat([rest, read]) : read;
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      lines.push(chunk.subarray(start, end));
      start = end + 1;
    }
    rest = chunk.subarray(start);
    const long = [...lines, rest].findIndex((line) => line.length > longest);
    if (long >= 0) throw broken('entry', count + long, 'this line is longer than an entry can be');
    count += lines.length;
    yield lines;
  }
  if (rest.length > 0) throw broken('entry', count, 'the last line is cut off');
}

const MANIFEST_LINE = /^([0-9a-f]{64}) {2}([A-Za-z][A-Za-z-]*(?:\.[a-z-]+)?)$/;

/** SHA-256 (hex) of each file that MANIFEST lists. Names of other files than an export's are refused: nothing else is opened. */
export async function readManifest(dir: string): Promise<Map<string, string>> {
  const sums = new Map<string, string>();
  const known: readonly string[] = Object.values(FILES);
  const text = await needSmall(dir, FILES.manifest);
  for (const line of text.trimEnd().split('\n')) {
    const [, sum, name] = MANIFEST_LINE.exec(line) ?? [];
    if (sum === undefined || name === undefined || !known.includes(name) || sums.has(name)) {
      throw broken('files', null, 'a line of MANIFEST has an unknown shape');
    }
    sums.set(name, sum);
  }
  return sums;
}

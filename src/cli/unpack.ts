import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { AppError } from '../errors.ts';

/** A file of an export: one folder deep, a plain name. Everything else in a ZIP is an attacker's. */
const PLACE = /^[\w.-]+\/([\w-][\w.-]*)$/;

function open(file: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const strict = { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true };
    yauzl.open(file, strict, (error, zip) => (error ? reject(error) : resolve(zip)));
  });
}

async function write(zip: ZipFile, entry: Entry, to: string): Promise<void> {
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  await pipeline(stream, createWriteStream(to, { flags: 'wx', mode: 0o600 }));
}

/** Calls `visit` for each entry, one after another. */
function eachEntry(zip: ZipFile, visit: (entry: Entry) => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      visit(entry).then(() => zip.readEntry(), reject);
    });
    zip.once('end', resolve);
    zip.once('error', reject);
    zip.readEntry();
  });
}

/** Unpacks a ZIP's one folder into `dir`. Attacker-controlled; throws `invalid_input` for a name that would lead elsewhere. */
export async function unpack(file: string, dir: string): Promise<string[]> {
  const refuse = (cause?: unknown) =>
    new AppError('invalid_input', 'this is no export of a journal: nothing of it was trusted', { cause });
  const zip = await open(file).catch((cause: unknown) => Promise.reject(refuse(cause)));
  const names: string[] = [];
  try {
    await eachEntry(zip, async (entry) => {
      const name = PLACE.exec(entry.fileName)?.[1];
      if (name === undefined) throw refuse();
      await write(zip, entry, join(dir, name));
      names.push(name);
    }).catch((error: unknown) => Promise.reject(error instanceof AppError ? error : refuse(error)));
    return names.sort();
  } finally {
    zip.close();
  }
}

/**
 * Downloads an export and lays its files into `dir`, which must be empty or not exist. Answers their names. Throws
 * `invalid_input` for a folder with files in it, and for what is no export.
 */
export async function unpackExport(dir: string, download: (file: string) => Promise<void>): Promise<string[]> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if ((await readdir(dir)).length > 0)
    throw new AppError('invalid_input', `${dir} is not empty: name a new folder`, {
      detail: { fr: `${dir} n’est pas vide : nommez un nouveau dossier` },
    });
  const temporary = await mkdtemp(join(tmpdir(), 'jeton-download-'));
  try {
    const file = join(temporary, 'export.zip');
    await download(file);
    return await unpack(file, dir);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '../durable.ts';

const fileIn = (dataDir: string): string => join(dataDir, 'checkpoint');

/**
 * Keeps the last signed checkpoint in a file beside the database: when an old database is put back, the file shows it.
 */
export const keepSeen = (dataDir: string, note: string): void => writeDurably(fileIn(dataDir), note);

/** The signed note; undefined where none was kept. */
export function readSeen(dataDir: string): string | undefined {
  const file = fileIn(dataDir);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
/** Removes the note of the newest checkpoint that this data folder was seen with. */
export const forgetSeen = (dataDir: string): void => rmSync(fileIn(dataDir), { force: true });

/** Left in the data folder by `jeton restore`. */
export const restoredFile = (dataDir: string): string => join(dataDir, 'restored.json');

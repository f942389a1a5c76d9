import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '../../durable.ts';

const fileIn = (dataDir: string): string => join(dataDir, 'checkpoint');

/**
 * Keeps the last signed checkpoint in a file beside the database: when an old database is put back, the file shows it.
 */
export const writeKeptCheckpoint = (dataDir: string, note: string): void => writeDurably(fileIn(dataDir), note);

/** The signed note that was kept; undefined where there is none. */
export function readKeptCheckpoint(dataDir: string): string | undefined {
  const file = fileIn(dataDir);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
/** Removes the note: a restore was recognised, and the old journal is closed. */
export const removeKeptCheckpoint = (dataDir: string): void => rmSync(fileIn(dataDir), { force: true });

/** Left in the data folder by `jeton restore`. */
export const restoredFile = (dataDir: string): string => join(dataDir, 'restored.json');

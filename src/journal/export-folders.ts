import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';

const PREFIX = 'export-';

/** Where exports are made before they are sent, in the data folder: they may hold openings. */
export const exportsIn = (dataDir: string): string => join(dataDir, 'tmp');

/** A new folder for one export. */
export async function newExportFolder(parent: string): Promise<string> {
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  return mkdtemp(join(parent, PREFIX));
}

/** Removes what a killed service left. Only under the lock of the data folder: then no export is being made. */
export function clearExports(parent: string): void {
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(parent)) {
    if (name.startsWith(PREFIX)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

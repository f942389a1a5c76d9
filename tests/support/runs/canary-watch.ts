import type fileSystem from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

// Before every test file: a test removes its folder when it ends, so that is when the folder is looked through.
const fs = createRequire(import.meta.url)('node:fs') as typeof fileSystem;
const BEFORE = Symbol.for('jeton.canaries');
type Remove = typeof fs.rmSync;
type Watched = Remove & { [BEFORE]?: Remove };

// a worker runs many test files: each has its own watch in the place of the one before
const remove = (fs.rmSync as Watched)[BEFORE] ?? fs.rmSync;
let look: (folder: string) => void = () => {};
const watched: Watched = (target, options) => {
  const folder = String(target);
  // a folder of a test's own, never one inside it
  const isOwn = path.dirname(folder) === tmpdir() && options?.recursive && fs.existsSync(folder);
  if (isOwn && fs.statSync(folder).isDirectory()) look(folder);
  remove(target, options);
};
watched[BEFORE] = remove;
fs.rmSync = watched;
syncBuiltinESMExports(); // for those who imported it already, too

const { note, search } = await import('./canaries.ts');
look = (folder) => note(search(folder));

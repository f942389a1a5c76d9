// @ts-check
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeStatic } from '../../../src/setup/static.mjs';
import { forgetCompiled } from '../compiled.mjs';
import { MEMORY } from './memory.mjs';

const DAY = 86_400_000;

/**
 * Removes what runs that were killed left: folders of runs and of their PostgreSQL servers, a day old and our own. Answers their names.
 * @param {string} folder
 * @param {number} now milliseconds
 */
export function sweep(folder, now) {
  const left = readdirSync(folder).filter((name) => /^jeton-run-\d+-\d+(-postgres)?$/.test(name));
  return left.filter((name) => {
    const found = statSync(path.join(folder, name), { throwIfNoEntry: false });
    if (!found?.isDirectory() || found.uid !== process.getuid?.() || now - found.mtimeMs < DAY) return false;
    rmSync(path.join(folder, name), { recursive: true, force: true });
    return true;
  });
}

/** Before the first test file of a run (jest.config.js): pages name the files that a build makes. */
export default function beginRun() {
  for (const folder of [tmpdir(), MEMORY]) if (existsSync(folder)) sweep(folder, Date.now());
  forgetCompiled(Date.now());
  makeStatic(path.resolve(import.meta.dirname, '../../..'));
}

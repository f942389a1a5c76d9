// @ts-check
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesUnder, run, textOf } from './machine.mjs';

/** @import { House, Step } from './machine.mjs' */

/**
 * Brings dist to what src says; a file that src has no more goes from dist too.
 * @param {House} house
 * @returns {Step}
 */
export function buildStep(house) {
  const dist = path.join(house.checkout, 'dist');
  const stamp = path.join(dist, '.built');
  return {
    name: () => 'building (a minute or so)',
    due: () => textOf(stamp) !== fingerprint(house),
    act: () => {
      const before = fingerprint(house); // taken first, so that a change during the build makes the next one due
      fs.rmSync(stamp, { force: true });
      const kept = new Set([...compile(house), ...makeStatic(house)]);
      for (const file of filesUnder(dist)) if (!kept.has(file)) fs.rmSync(file);
      fs.writeFileSync(stamp, before);
    },
  };
}

/** Name, size and time of everything the build reads. @param {House} house */
function fingerprint(house) {
  const others = ['tsconfig.json', 'node_modules/@gouvfr/dsfr/package.json'].map((file) =>
    path.join(house.checkout, file),
  );
  const inputs = [...filesUnder(path.join(house.checkout, 'src')), ...others];
  const facts = inputs.map((file) => {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    return `${file} ${stat?.mtimeMs} ${stat?.size}`;
  });
  return createHash('sha256').update(facts.join('\n')).digest('hex');
}

/** @param {House} house @returns {string[]} the files written */
function compile(house) {
  // by its path, for two packages bring a `tsc` and this is the fast one
  const tsc = path.join(house.checkout, 'node_modules', 'native-ts', 'bin', 'tsc');
  const output = run(house, process.execPath, [tsc, '-p', '.', '--noEmitOnError', '--listEmittedFiles']);
  return [...output.matchAll(/^TSFILE: (.*)$/gm)].map(([, file = '']) => path.resolve(house.checkout, file));
}

/** A program of its own: it needs packages, which are installed by then. @param {House} house @returns {string[]} the files that are to stay */
function makeStatic(house) {
  const program = fileURLToPath(new URL('./static.mjs', import.meta.url));
  return run(house, process.execPath, [program, house.checkout]).split('\n').filter(Boolean);
}

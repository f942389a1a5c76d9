// @ts-check
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { compiling, isAborting } from './compiling.mjs';
import { run, SetupError, textOf } from './machine.mjs';

/** @import { House, Step } from './machine.mjs' */

/**
 * Installs what package-lock.json says. A stamp in node_modules holds the lock's hash and the number that changes
 * when native modules have to be compiled for another Node.
 * @param {House} house
 * @returns {Step}
 */
export function npmStep(house) {
  const lock = path.join(house.checkout, 'package-lock.json');
  const stamp = path.join(house.checkout, 'node_modules', '.jeton-setup');
  const wanted = `${createHash('sha256').update(textOf(lock)).digest('hex')} ${process.versions.modules}`;
  return {
    name: () => 'installing npm packages, two are compiled (a minute or so)',
    due: () => isAborting(house) || (textOf(stamp) !== wanted && !adopt(house, stamp, wanted)),
    act: () => {
      // said aloud, for neither the caller's `npm -s` nor NODE_ENV=production is meant for this
      run(house, 'npm', ['ci', '--include=dev', '--loglevel=error', '--no-audit', '--no-fund'], compiling());
      if (isAborting(house)) {
        throw new SetupError(
          `node ${house.node} compiles a better-sqlite3 that aborts at a garbage collection\nhint: use Debian's nodejs, and see docs/decisions/node.md`,
        );
      }
      fs.writeFileSync(stamp, wanted);
    },
  };
}

/**
 * Takes over what npm itself brought to the state of package-lock.json (`npm install`, the Dockerfile), as npm's own
 * record in node_modules shows – unless its native modules were compiled for another Node.
 * @param {House} house @param {string} stamp @param {string} wanted
 * @returns {boolean}
 */
function adopt(house, stamp, wanted) {
  const [, madeFor] = textOf(stamp).split(' ');
  if (madeFor !== undefined && madeFor !== wanted.split(' ')[1]) return false;
  const asked = packagesOf(path.join(house.checkout, 'package-lock.json'));
  const there = packagesOf(path.join(house.checkout, 'node_modules', '.package-lock.json'));
  const fits = Object.entries(asked).every(([name, { version, integrity, optional }]) => {
    const found = there[name];
    if (found === undefined) return name === '' || optional === true; // optional: for other systems
    return found.version === version && found.integrity === integrity;
  });
  if (!fits || Object.keys(there).some((name) => asked[name] === undefined)) return false;
  fs.writeFileSync(stamp, wanted);
  return true;
}

/** @param {string} file @returns {Record<string, {version?: string, integrity?: string, optional?: boolean}>} */
function packagesOf(file) {
  return JSON.parse(textOf(file) || '{}').packages ?? {};
}

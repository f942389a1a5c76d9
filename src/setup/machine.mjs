// @ts-check
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/**
 * The checkout and the machine it stands on.
 * @typedef {object} Step
 * @property {() => string} name what is done, in the progressive form
 * @property {() => boolean} due true when there is something to do; fast, and false once it is done
 * @property {() => void} [possible] throws when only a person can do it
 * @property {() => void} act
 * @property {() => boolean} [optional] true when the command can go on without it
 * @typedef {object} House
 * @property {string} checkout folder of package.json
 * @property {string} system root of the machine's files, `/`
 * @property {string} path folders where programs are looked for, with `:` between them
 * @property {boolean} isRoot may install Debian packages
 * @property {string} node version of the running Node
 * @property {(text: string) => void} say writes to the person
 */

/** A failure whose message is written for people. */
export class SetupError extends Error {}

/**
 * Runs a program by its argv, without a terminal to ask on.
 * @param {House} house @param {string} program @param {string[]} args
 * @param {Record<string, string>} [env] what the program finds in its environment besides ours
 * @returns {string} what it wrote
 * @throws {SetupError} with the end of its output
 */
export function run(house, program, args, env = {}) {
  const done = spawnSync(program, args, {
    cwd: house.checkout,
    env: { ...process.env, PATH: house.path, DEBIAN_FRONTEND: 'noninteractive', ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (done.error) throw new SetupError(`${program} cannot be started: ${done.error.message}`);
  const output = `${done.stdout}${done.stderr}`;
  if (done.status === 0) return output;
  const end = output.trimEnd().split('\n').slice(-30).join('\n');
  throw new SetupError(`${[path.basename(program), ...args].join(' ')} failed\n${end}`);
}

/** @param {string} file @returns {string} its text, empty when there is none */
export function textOf(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'ESRCH')) return '';
    throw error;
  }
}

/** @param {unknown} error @param {string[]} codes */
export function isErrno(error, ...codes) {
  return typeof error === 'object' && error !== null && 'code' in error && codes.includes(String(error.code));
}

/** @param {string} folder @returns {string[]} every file below it but hidden ones, none when there is no such folder */
export function filesUnder(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.'))
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(file) : [file];
    });
}

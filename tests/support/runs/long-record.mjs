// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * What a long run has done so far, so that a broken one goes on where it was.
 * @typedef {object} LongRecord
 * @property {string} tree what was tested: names one state of the checkout
 * @property {number} seed
 * @property {Record<string, number>} files test files that passed, each on its engine, and how many tests they hold
 */

/** A test file on an engine, as a record names it. @param {string | undefined} project of jest.config.js @param {string} file */
export const nameOf = (project, file) => (project === undefined ? file : `${project} ${file}`);

/** @param {string} file @returns {LongRecord | undefined} */
export function readRecord(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Written whole or not at all. @param {string} file @param {LongRecord} record */
export function writeRecord(file, record) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

/**
 * One name for the state of a checkout: its commit and, when files differ from it, a hash of the differences.
 * @param {(...args: string[]) => string} git runs git
 */
export function treeOf(git) {
  const commit = git('rev-parse', 'HEAD').trim();
  const added = git('ls-files', '--others', '--exclude-standard', '-z').split('\0').filter(Boolean);
  const changes = git('diff', 'HEAD') + (added.length > 0 ? git('hash-object', ...added) + added : '');
  return changes === '' ? commit : `${commit}+${createHash('sha256').update(changes).digest('hex').slice(0, 16)}`;
}

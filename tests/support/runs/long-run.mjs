// @ts-check
/**
 * `npm run test:long -- [--restart] [FILES…]`: every test at its large counts. Can be broken off at any time: the next
 * call on the same tree goes on with what has not passed yet, under the same seed.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { nameOf, readRecord, treeOf, writeRecord } from './long-record.mjs';

const RECORD = '.tmp/long-run.json';
const JEST = ['--import', './tests/support/typescript.mjs', 'node_modules/jest/bin/jest.js'];

/** @param {string} program @param {string[]} args */
const output = (program, args) => execFileSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });

const asked = process.argv.slice(2).filter((argument) => argument !== '--restart');
const tree = treeOf((...args) => output('git', args));
const before = process.argv.includes('--restart') ? undefined : readRecord(RECORD);
const goesOn = before?.tree === tree && [undefined, String(before.seed)].includes(process.env['JETON_SEED']);
// each file on the engines that `npm test` has it on
process.env['JETON_TEST_ENGINE'] ??= 'both';
process.env['JETON_LONG'] = '1';
const record = goesOn ? before : { tree, seed: Number(process.env['JETON_SEED'] ?? randomInt(2 ** 31)), files: {} };
if (!goesOn) rmSync('.tmp/long-rounds', { recursive: true, force: true });
writeRecord(RECORD, record);

/** The files of a project of jest.config.js, of the only one where it has no name. @param {string} [project] @returns {string[]} */
const listed = (project) => {
  const selected = project === undefined ? [] : ['--selectProjects', project];
  // the names of projects come last: whatever follows them is taken for another
  const all = JSON.parse(output(process.execPath, [...JEST, '--listTests', '--json', ...asked, ...selected]));
  return all.map((/** @type {string} */ file) => path.relative('.', file));
};
const projects = process.env['JETON_TEST_ENGINE'] === 'both' ? ['sqlite', 'postgres'] : [undefined];
const wanted = projects.flatMap((project) => listed(project).map((file) => ({ file, name: nameOf(project, file) })));
// a file that did not pass on one engine is run on both again
const files = [...new Set(wanted.filter(({ name }) => record.files[name] === undefined).map(({ file }) => file))];
for (const { file, name } of wanted) if (files.includes(file)) delete record.files[name];
writeRecord(RECORD, record);
const passed = Object.values(record.files).reduce((sum, tests) => sum + tests, 0);
console.error(
  `long run: ${files.length} of ${new Set(wanted.map(({ file }) => file)).size} test files to go, ${passed} tests passed before`,
);

if (files.length === 0) {
  console.log(`${passed} passed, 0 failed`);
} else {
  const env = {
    ...process.env,
    JETON_SEED: String(record.seed),
    JETON_LONG_TREE: tree,
    JETON_LONG_RECORD: path.resolve(RECORD),
  };
  const run = spawnSync(process.execPath, [...JEST, '--runTestsByPath', ...files], { stdio: 'inherit', env });
  process.exitCode = run.status ?? 1;
}

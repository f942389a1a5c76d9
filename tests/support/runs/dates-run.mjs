// @ts-check
/**
 * `npm run test:dates -- [--short] [FILES…]`: what depends on real programs or on the machine's clock, under libfaketime
 * at three other dates. `--short`, for .ci/run: only files that name a judge of dates themselves, each at one of the dates.
 */
import { spawn } from 'node:child_process';
import { filesThatKnowTheDate, otherDates } from './dates.mjs';

const JEST = ['--import', './tests/support/typescript.mjs', 'node_modules/jest/bin/jest.js'];
const asked = process.argv.slice(2).filter((argument) => argument !== '--short');
const isShort = process.argv.includes('--short');

const { reaching, judging } = filesThatKnowTheDate('.');
const files = (isShort ? judging : reaching).filter(
  (f) => asked.length === 0 || asked.some((part) => f.includes(part)),
);

let [passed, failed] = [0, 0];
for (const [turn, { name, at }] of otherDates(Date.now()).entries()) {
  const here = isShort ? files.filter((_, index) => index % 3 === turn) : files;
  if (here.length === 0) continue;
  console.error(`\n${name}: ${new Date(at).toISOString()}, ${here.length} test files`);
  const [good, bad] = await runAt(at, here);
  [passed, failed] = [passed + good, failed + bad];
}
if (passed + failed === 0) failed = 1; // no file was found
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/**
 * Runs these files with a clock that goes on from `at`. Only dates are moved: how long something takes stays true.
 * @param {number} at
 * @param {string[]} files
 * @returns {Promise<[number, number]>} tests that passed, and failed
 */
async function runAt(at, files) {
  const ahead = Math.round((at - Date.now()) / 1000);
  const clock = ['-m', '--exclude-monotonic', '-f', `+${ahead}s`];
  const jest = [process.execPath, ...JEST, '--runTestsByPath', ...files];
  const env = { ...process.env, TZ: 'Europe/Paris' };
  const child = spawn('faketime', [...clock, ...jest], { stdio: ['ignore', 'pipe', 'inherit'], env });
  let said = '';
  child.stdout.on('data', (chunk) => {
    process.stdout.write(chunk);
    said = `${said}${chunk}`.slice(-500);
  });
  const code = await new Promise((done) => child.once('close', done));
  const [, good = '0', bad = '1'] = /^(\d+) passed, (\d+) failed$/m.exec(said) ?? [];
  return [Number(good), Number(bad) || Number(code !== 0)];
}

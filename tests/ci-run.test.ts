import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

describe('.ci/run', () => {
  let checkout: string;
  beforeEach(() => {
    checkout = mkdtempSync(path.join(tmpdir(), 'jeton-ci-'));
    cpSync('.ci', path.join(checkout, '.ci'), { recursive: true });
    mkdirSync(path.join(checkout, 'bin'));
  });
  afterEach(() => rmSync(checkout, { recursive: true }));

  /** Runs it with an npm that only says and answers what is asked of it. */
  function run(check: string, test: string, dates: string) {
    const npm = path.join(checkout, 'bin', 'npm');
    writeFileSync(
      npm,
      `#!/bin/sh
case "$CI $*" in
  "true run check") ${check};;
  "true test") ${test};;
  "true run test:dates -- --short") ${dates};;
  *) exit 99;;
esac
`,
    );
    chmodSync(npm, 0o755);
    const env = { ...process.env, CI: '', PATH: `${path.dirname(npm)}:${process.env['PATH']}` };
    const { status, stdout } = spawnSync(path.join(checkout, '.ci', 'run'), { encoding: 'utf8', env, cwd: tmpdir() });
    return [stdout.trimEnd().split('\n').at(-1), status];
  }

  const [GOOD, MORE] = ['echo "12 passed, 0 failed"', 'echo "2 passed, 0 failed"; echo "5 passed, 0 failed"'];
  it.each([
    ['all is well', ['exit 0', GOOD, MORE], '18 passed, 0 failed', 0],
    ['a test fails', ['exit 0', 'echo "11 passed, 1 failed"; exit 1', MORE], '17 passed, 1 failed', 1],
    ['a test fails at another date', ['exit 0', GOOD, 'echo "3 passed, 2 failed"; exit 1'], '16 passed, 2 failed', 1],
    ['the check fails', ['exit 1', GOOD, MORE], '17 passed, 1 failed', 1],
    ['jest breaks off after its last line', ['exit 0', `${GOOD}; exit 1`, MORE], '18 passed, 1 failed', 1],
    ['tests cannot begin', ['exit 0', 'echo "setup: missing zlint" >&2; exit 1', MORE], '6 passed, 1 failed', 1],
    [
      'no other date can be had',
      ['exit 0', GOOD, 'echo "setup: missing faketime" >&2; exit 1'],
      '13 passed, 1 failed',
      1,
    ],
    ['nothing was tested, and nobody said so', ['exit 0', 'exit 0', 'exit 0'], '1 passed, 2 failed', 1],
    ['nothing works', ['exit 1', 'kill -9 $$', 'kill -9 $$'], '0 passed, 3 failed', 1],
    ['something waits for an answer', ['read answer; exit 0', GOOD, MORE], '18 passed, 0 failed', 0],
  ] as const)('says how it ended when %s', (_, [check, test, dates], last, status) => {
    expect(run(check, test, dates)).toEqual([last, status]);
  });
});

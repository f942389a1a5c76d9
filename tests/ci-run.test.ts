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
  function run(check: string, test: string) {
    const npm = path.join(checkout, 'bin', 'npm');
    writeFileSync(
      npm,
      `#!/bin/sh\ncase "$CI $*" in "true run check") ${check};; "true test") ${test};; *) exit 99;; esac\n`,
    );
    chmodSync(npm, 0o755);
    const env = { ...process.env, CI: '', PATH: `${path.dirname(npm)}:${process.env['PATH']}` };
    const { status, stdout } = spawnSync(path.join(checkout, '.ci', 'run'), { encoding: 'utf8', env, cwd: tmpdir() });
    return [stdout.trimEnd().split('\n').at(-1), status];
  }

  it.each([
    ['all is well', 'exit 0', 'echo "12 passed, 0 failed"', '13 passed, 0 failed', 0],
    ['a test fails', 'exit 0', 'echo "11 passed, 1 failed"; exit 1', '12 passed, 1 failed', 1],
    ['the check fails', 'exit 1', 'echo "12 passed, 0 failed"', '12 passed, 1 failed', 1],
    ['jest breaks off after its last line', 'exit 0', 'echo "12 passed, 0 failed"; exit 1', '13 passed, 1 failed', 1],
    ['tests cannot begin', 'exit 0', 'echo "setup: missing zlint" >&2; exit 1', '1 passed, 1 failed', 1],
    ['nothing was tested, and nobody said so', 'exit 0', 'exit 0', '1 passed, 1 failed', 1],
    ['nothing works', 'exit 1', 'kill -9 $$', '0 passed, 2 failed', 1],
    ['something waits for an answer', 'read answer; exit 0', 'echo "1 passed, 0 failed"', '2 passed, 0 failed', 0],
  ])('says how it ended when %s', (_, check, test, last, status) => {
    expect(run(check, test)).toEqual([last, status]);
  });
});

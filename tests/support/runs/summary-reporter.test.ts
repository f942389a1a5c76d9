import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

describe('a run of jest', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'jeton-run-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs test files with our reporter and environment; answers the last line, and all it said. */
  function run(files: Record<string, string>) {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    const config = {
      rootDir: folder,
      testMatch: ['**/*.test.mjs'],
      transform: {},
      testEnvironment: path.resolve('tests/support/runs/environment.mjs'),
      runtime: path.resolve('tests/support/runs/runtime.mjs'),
      reporters: ['default', path.resolve('tests/support/runs/summary-reporter.mjs')],
    };
    const jest = path.resolve('node_modules/jest/bin/jest.js');
    const typescript = path.resolve('tests/support/typescript.mjs');
    const args = ['--import', typescript, jest, '--runInBand', '--config'];
    const env = { ...process.env, JETON_LONG_RECORD: undefined, JETON_GRACE_MS: '300' };
    const done = spawnSync(process.execPath, [...args, JSON.stringify(config)], { encoding: 'utf8', env });
    return { last: done.stdout.trimEnd().split('\n').at(-1), status: done.status, said: done.stdout + done.stderr };
  }

  it('ends with the line of what passed, and without a warning', () => {
    const { last, status, said } = run({
      'a.test.mjs': `it('adds', () => expect(1 + 1).toBe(2)); it('is', () => undefined);`,
    });
    expect([last, status]).toEqual(['2 passed, 0 failed', 0]);
    expect(said).not.toMatch(/Warning/);
    expect(said).toMatch(/^seed -?\d+ /m);
  });

  it('counts as failed what was skipped, is still to do or could not run', () => {
    // the text of another file, in which tests are skipped so that the reporter has some to count
    const { last, status } = run({
      'skipped.test.mjs': `it.skip('later', () => undefined); it.todo('some day'); it('now', () => undefined);`,
      'broken.test.mjs': `import './missing.mjs'; it('never', () => undefined);`,
    });
    expect([last, status]).toEqual(['1 passed, 3 failed', 1]);
  });

  it('fails on a test file that leaves a server or a program behind', () => {
    const { last, status, said } = run({
      'leaky.test.mjs': `
        import net from 'node:net';
        import { spawn } from 'node:child_process';
        it('forgets', async () => {
          const server = net.createServer();
          await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
          const child = spawn('sleep', ['9']);
          setTimeout(() => { server.close(); child.kill(); }, 1_500);
        });`,
      'tidy.test.mjs': `
        import net from 'node:net';
        const server = net.createServer();
        beforeAll(() => new Promise((resolve) => server.listen(0, '127.0.0.1', resolve)));
        afterAll(() => server.close());
        it('closes', () => undefined);`,
    });
    expect([last, status]).toEqual(['1 passed, 1 failed', 1]);
    expect(said).toContain('the test file left open: a server, a child process; close it in afterEach or afterAll');
  });
});

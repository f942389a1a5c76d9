import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDataFolder } from '../../../src/store/sqlite/lock.ts';

let folder: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jeton-lock-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** Another process that takes the lock and keeps it. */
async function otherInstance(): Promise<void> {
  const script = `
    const { lockDataFolder } = await import('./src/store/sqlite/lock.ts');
    lockDataFolder(process.argv[1]);
    console.log('locked');
    setInterval(() => {}, 1000);`;
  const args = ['--import', './tests/support/typescript.mjs', '--input-type=module', '-e', script, folder];
  const started = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  child = started;
  await new Promise<void>((resolve, reject) => {
    started.stdout.once('data', () => resolve());
    started.once('exit', (code) => reject(new Error(`the other instance ended with ${code}`)));
  });
}

describe('the lock of a data folder', () => {
  it('refuses a second instance, until the first is killed without a chance to clean up', async () => {
    await otherInstance();
    expect(() => lockDataFolder(folder)).toThrow(expect.objectContaining({ code: 'locked' }));
    child?.kill('SIGKILL');
    await new Promise((resolve) => child?.once('exit', resolve));
    lockDataFolder(folder).release();
  });

  it('refuses a second owner in the same process too, and lets a third in after release', () => {
    const lock = lockDataFolder(folder);
    expect(() => lockDataFolder(folder)).toThrow(expect.objectContaining({ code: 'locked' }));
    expect(() => lockDataFolder(folder)).toThrow(expect.objectContaining({ code: 'locked' }));
    lock.release();
    lock.release();
    lockDataFolder(folder).release();
  });

  it('makes a missing folder readable to its owner only', () => {
    const fresh = join(folder, 'data');
    lockDataFolder(fresh).release();
    expect(statSync(fresh).mode & 0o777).toBe(0o700);
  });
});

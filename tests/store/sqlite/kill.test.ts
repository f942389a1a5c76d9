import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { openTestStore, type TestStore } from '../../support/records/store.ts';
import { counts, rounds } from '../../support/runs/long.ts';
import { checkEverything } from '../../support/world/check.ts';

/** Lets a child commit under load, kills it `after` ms from its first acknowledgement; answers what it acknowledged. */
async function killed(path: string, round: number, after: number): Promise<{ kept: string[]; refused: string[] }> {
  const args = ['--import', './tests/support/typescript.mjs', 'tests/store/sqlite/kill.child.ts', path, `${round}`];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  const first = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      resolve();
    });
    child.once('exit', (code) => reject(new Error(`the child ended by itself with ${code}`)));
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  await first;
  await sleep(after);
  child.kill('SIGKILL');
  await closed;
  const lines = output.slice(0, output.lastIndexOf('\n')).split('\n'); // the last line may be cut off
  const named = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  return { kept: named('kept'), refused: named('refused') };
}

async function checkKept({ store }: TestStore, kept: readonly string[], refused: readonly string[]): Promise<void> {
  for (let i = 0; i < kept.length; i += 500) {
    const some = kept.slice(i, i + 500);
    expect(await store.reads.count('person', { id: some, site: 'Lille' })).toBe(some.length);
  }
  for (const id of refused) {
    expect(await store.reads.get('person', id)).toBeUndefined();
    expect(await store.secret(id)).toBeUndefined();
  }
  for (const id of kept.slice(-40)) expect(await store.secret(id)).toBeDefined();
}

describe('kill -9 under load', () => {
  it('loses nothing that was acknowledged, keeps nothing that was refused, and leaves a whole journal', async () => {
    let t = await openTestStore();
    let acknowledged = 0;
    await rounds('store kill -9', counts(8, 60), async (round, seed) => {
      const [after = 0] = fc.sample(fc.nat(120), { numRuns: 1, seed });
      await t.close();
      const { kept, refused } = await killed(t.path, round, after);
      t = await t.reopen();
      await checkKept(t, kept, refused);
      const { size } = await checkEverything(t, { byTheBook: false });
      expect(await t.store.reads.count('person', {})).toBe(size / 2);
      acknowledged += kept.length;
    });
    expect(acknowledged).toBeGreaterThan(0);
  }, 900_000);
});

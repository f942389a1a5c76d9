import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rules } from '../../src/book/judge/replay.ts';
import type { Exercised } from '../../src/demo/drill.ts';
import { parseEntry } from '../../src/journal/entry.ts';
import { verifyExport } from '../../src/journal/verify.ts';
import { openStore } from '../../src/store/store.ts';
import { replayed } from '../support/judged/replayed.ts';
import { behindFile } from '../support/records/behind.ts';
import { noJudge } from '../support/records/no-judge.ts';
import { rowKeyIn } from '../support/records/row-key.ts';
import { seededChance } from '../support/records/store.ts';
import { checkEverything } from '../support/world/check.ts';

const exec = promisify(execFile);

describe('npm run demo', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'jeton-demo-test-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('says what its database and the journal replayed from its export say', async () => {
    const args = ['dist/main.js', 'demo', '--json', '--exit', '--requests', '5', '--keep', dir];
    const { stdout } = await exec(process.execPath, args, { timeout: 60_000 });
    const summary = JSON.parse(stdout) as {
      tokensMade: number;
      active: number;
      revoked: number;
      refused: number;
      export: { root: string; vkey: string; size: number };
      agrees: boolean;
    };
    expect(summary).toMatchObject({ agrees: true, requested: 5, tokensMade: 6, active: 4, revoked: 2, refused: 6 });

    const verdict = await verifyExport(join(dir, 'export'), { vkey: summary.export.vkey, rules });
    expect(verdict).toMatchObject({ size: summary.export.size, root: summary.export.root, keyFrom: 'caller' });
    const lines = readFileSync(join(dir, 'export', 'journal.ndjson'), 'utf8')
      .trimEnd()
      .split('\n');
    const tokens = [...replayed(lines.map(parseEntry)).rows('token').values()];
    expect(tokens.filter((t) => t['state'] === 'active')).toHaveLength(summary.active);
    expect(tokens.filter((t) => t['state'] === 'revoked')).toHaveLength(summary.revoked);
    const refusals = lines.filter((line) => line.includes('"outcome":"refused"'));
    expect(refusals).toHaveLength(summary.refused);

    const path = join(dir, 'data', 'jeton.db');
    const rowKey = await rowKeyIn(join(dir, 'data'), join(dir, 'kek'));
    const opened = await openStore({ judge: noJudge, path, clock: { now: Date.now }, chance: seededChance(), rowKey });
    await checkEverything({ ...opened, behind: behindFile(path) });
    await opened.close();
  }, 90_000);

  it.each([
    { on: 'SQLite', more: [] },
    { on: 'PostgreSQL', more: ['--postgres'] },
  ])(
    'with a drill on $on blocks a service, shows what was revoked to whoever asks, and brings a machine back',
    async ({ more }) => {
      const args = ['dist/main.js', 'demo', '--json', '--exit', '--requests', '12', '--drill', ...more];
      const { stdout } = await exec(process.execPath, args, { timeout: 110_000 });
      const { drill } = JSON.parse(stdout) as { drill: Exercised };
      expect(drill).toMatchObject({ verified: true, service: expect.any(String) });
      expect(drill.machines).toBeGreaterThan(3);
      expect(drill.tokens).toBeGreaterThan(1);
      expect(drill.revoked).toHaveLength(drill.tokens);
      expect(drill.credentials).toBeGreaterThan(0);
      expect(drill.revokedCredentials).toHaveLength(drill.credentials);
      expect(drill.toldMs).toBeLessThanOrEqual(drill.blockedMs);
      expect(drill.onCrlMs).toBeLessThan(10_000);
    },
    120_000,
  );

  it('leaves visitors a request to approve, one to produce, and blanks in the bench, and says so', async () => {
    const kept = join(dir, 'visited');
    const demo = spawn(process.execPath, ['dist/main.js', 'demo', '--requests', '2', '--keep', kept]);
    const ended = once(demo, 'exit');
    let said = '';
    for await (const text of demo.stderr.setEncoding('utf8')) {
      said += text;
      if (said.includes('Ctrl+C')) break;
    }
    demo.kill('SIGINT');
    await ended;
    const [, toApprove] = /(DEM-\S+) attend une décision/.exec(said) ?? [];
    const [, toProduce] = /(DEM-\S+) attend d’être produite/.exec(said) ?? [];
    expect(said).toContain('jetons vierges aux logements · blank tokens in slots 1, 2');
    expect(said).toContain(kept);
    for (const slot of ['1', '2']) expect(readdirSync(join(kept, 'slots', slot, 'tokens'))).toHaveLength(1);
    const rowKey = await rowKeyIn(join(kept, 'data'), join(kept, 'kek'));
    const path = join(kept, 'data', 'jeton.db');
    const opened = await openStore({ judge: noJudge, path, clock: { now: Date.now }, chance: seededChance(), rowKey });
    const states = async (number = '') =>
      (await opened.store.reads.find('request', { number })).map(({ state }) => state);
    expect([await states(toApprove), await states(toProduce)]).toEqual([['submitted'], ['approved']]);
    await opened.close();
  }, 90_000);

  it('ends quietly where its reader has read enough', async () => {
    const cut = 'set -o pipefail; node dist/main.js procedure | true; echo $?';
    // not 0: a verdict that was cut off is no good one
    expect(await exec('bash', ['-c', cut], { timeout: 30_000 })).toEqual({ stdout: '141\n', stderr: '' });
  });

  it('refuses what it does not know, with its usage', async () => {
    const wrong = exec(process.execPath, ['dist/main.js', 'demo', '--requests', 'many']);
    await expect(wrong).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('hint: npm run demo'),
    });
  });
});

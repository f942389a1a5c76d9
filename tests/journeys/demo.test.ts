import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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

  it('refuses what it does not know, with its usage', async () => {
    const wrong = exec(process.execPath, ['dist/main.js', 'demo', '--requests', 'many']);
    await expect(wrong).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('hint: npm run demo'),
    });
  });
});

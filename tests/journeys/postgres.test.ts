import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { rules } from '../../src/book/judge/replay.ts';
import { createClient } from '../../src/demo/client.ts';
import { buildStage, type Stage } from '../../src/demo/stage.ts';
import { parseEntry } from '../../src/journal/entry.ts';
import { verifyExport } from '../../src/journal/verify.ts';
import { type OwnServer, ownServer, removeFolder, serverFolder } from '../store/postgres/own-server.ts';
import { replayed } from '../support/judged/replayed.ts';
import { compiled } from '../support/softhsm.ts';
import { freePort, type Running, serveOn } from './service.ts';

const exec = promisify(execFile);

describe('the real program on a PostgreSQL server', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'jeton-on-postgres-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('plays the whole demo, and the export proves it as one from a file does', async () => {
    const args = ['dist/main.js', 'demo', '--postgres', '--json', '--exit', '--requests', '5', '--keep', dir];
    const { stdout } = await exec(process.execPath, args, { timeout: 120_000 });
    const summary = JSON.parse(stdout) as { export: { root: string; vkey: string; size: number }; active: number };
    expect(summary).toMatchObject({ agrees: true, requested: 5, tokensMade: 6, active: 4, revoked: 2, refused: 6 });
    const verdict = await verifyExport(join(dir, 'export'), { vkey: summary.export.vkey, rules });
    expect(verdict).toMatchObject({ size: summary.export.size, root: summary.export.root, keyFrom: 'caller' });
    const lines = readFileSync(join(dir, 'export', 'journal.ndjson'), 'utf8')
      .trimEnd()
      .split('\n');
    const tokens = [...replayed(lines.map(parseEntry)).rows('token').values()];
    expect(tokens.filter((t) => t['state'] === 'active')).toHaveLength(summary.active);
  }, 150_000);

  describe('that goes away', () => {
    let stage: Stage;
    let folder: string;
    let server: OwnServer;
    let service: Running;
    const ports = { web: 0, pki: 0 };
    beforeEach(async () => {
      folder = serverFolder();
      server = await ownServer(folder);
      await server.sql('create database records owner jeton');
      stage = await buildStage({ keep: join(dir, 'stage'), blanks: 1, scriptPath: compiled('blanks') });
      Object.assign(ports, { web: await freePort(), pki: await freePort() });
      service = await serveOn(stage, ports, {
        JETON_DATABASE_URL: `postgresql:///records?host=${encodeURIComponent(folder)}&port=${server.port}&user=jeton`,
      });
    }, 60_000);
    afterEach(async () => {
      await service.stop();
      await server.stop();
      removeFolder(folder);
    }, 30_000);

    const waiting = async () => (await (await fetch(`${service.url}/readyz`)).json()) as { waiting: string[] };
    const until = async (what: (waiting: readonly string[]) => boolean): Promise<void> => {
      while (!what((await waiting()).waiting)) await sleep(100);
    };
    const crl = async () => (await fetch(`http://127.0.0.1:${ports.pki}/issuing.crl`)).status;

    it('is missed in readiness and not by gateways, and work goes on when it is back', async () => {
      await until((names) => !names.includes('database'));
      expect(await crl()).toBe(200);
      await server.stop();
      await until((names) => names.includes('database'));
      expect([(await fetch(`${service.url}/healthz`)).status, await crl()]).toEqual([200, 200]);
      const refused = createClient(service.url).post('/sessions', { login: 'admin', password: 'trois petits chats' });
      await expect(refused).rejects.toMatchObject({ code: 'service_unreachable' });

      server = await server.again();
      await until((names) => !names.includes('database'));
      const again = createClient(service.url).post('/sessions', { login: 'admin', password: 'trois petits chats' });
      await expect(again).rejects.toMatchObject({ code: 'sign_in_failed' });
      expect(service.child.exitCode).toBeNull();
    }, 60_000);
  });
});

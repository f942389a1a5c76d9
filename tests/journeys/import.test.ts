import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { moveIn } from '../../src/demo/staff.ts';
import { buildStage, type Stage } from '../../src/demo/stage.ts';
import { openStore } from '../../src/store/store.ts';
import { behindFile } from '../support/behind.ts';
import { checkEverything } from '../support/check.ts';
import { noJudge } from '../support/no-judge.ts';
import { rowKeyIn } from '../support/row-key.ts';
import { compiled } from '../support/softhsm.ts';
import { seededChance } from '../support/store.ts';
import { freePort, type Running, serveOn, signIn } from './service.ts';

interface Import {
  id: string;
  state: string;
  taken: number;
  added: number;
  refused: number;
}
/** Tables, journal and stock agree once nothing runs, and every entry is by the book. */
async function checkAtRest({ config: { dataDir, kekFile } }: Stage): Promise<void> {
  const path = join(dataDir, 'jeton.db');
  const rowKey = await rowKeyIn(dataDir, kekFile);
  const opened = await openStore({ judge: noJudge, path, clock: { now: Date.now }, chance: seededChance(), rowKey });
  try {
    await checkEverything({ ...opened, behind: behindFile(path) });
  } finally {
    await opened.close();
  }
}
/** More than a start and a sign-in leave time for: each kill has to come before the last row. */
const ROWS = 6000;

describe('a file that the service dies under', () => {
  let stage: Stage;
  let service: Running | undefined;
  beforeAll(async () => {
    const keep = join(tmpdir(), `jeton-import-${process.pid}`);
    rmSync(keep, { recursive: true, force: true });
    stage = await buildStage({ keep, blanks: 1, scriptPath: compiled('blanks') });
  });
  afterAll(async () => {
    await service?.kill(); // where the test failed
    rmSync(stage.dir, { recursive: true, force: true });
  });

  it('is taken in to its end by the next starts, each row once, and nobody waits for it', async () => {
    const ports = { web: await freePort(), pki: await freePort() };
    service = await serveOn(stage, ports);
    const nobody = { id: '', givenName: '', familyName: '', service: 'DNUM', site: '' };
    const admin = { ...nobody, directoryId: 'admin' };
    const { password } = await moveIn(service.url, admin, 'administrator', {
      token: service.links.get('administrateur') ?? '',
    });
    let client = await signIn(service.url, 'admin', password);
    const rows = Array.from({ length: ROWS }, (_, i) => `PN-${i};SPAN 14;PREF-33;Pau\n`).join('');
    const inventory = `numero;modele;service;site\n${rows}`;
    const { id: plan, sha256 } = await client.upload<{ id: string; sha256: string }>('/inventories', inventory);
    const begun = await client.post<Import>(`/inventories/${plan}/apply`, { sha256 });
    const standing = (wait = 0) => client.get<Import>(`/imports/${begun.id}?wait=${wait}`);
    const places: number[] = [];
    for (let kill = 0; kill < 2; kill += 1) {
      const before = places.at(-1) ?? 0;
      for (let taken = 0; taken <= before; taken = (await standing()).taken) await sleep(10);
      expect((await standing()).state).toBe('running');
      await service.kill();
      service = await serveOn(stage, ports);
      client = await signIn(service.url, 'admin', password);
      places.push((await standing()).taken);
    }
    expect(places[0]).toBeGreaterThan(0);
    expect(places[1]).toBeGreaterThan(places[0] ?? ROWS);
    let end = await standing();
    while (end.state === 'running') end = await standing(20);
    expect(end).toMatchObject({ state: 'finished', taken: ROWS, added: ROWS, refused: 0 });
    const { items } = await client.get<{ items: unknown[] }>(`/workstations?text=PN-${ROWS - 1}`);
    expect(items).toHaveLength(1);
    await service.stop();
    await checkAtRest(stage);
  }, 240_000);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { peopleComeIn } from './arrivals.ts';
import { openSite, type Site } from './site.ts';

interface Import {
  id: string;
  state: string;
  taken: number;
  added: number;
  refused: number;
}
/** More than are taken in between a start and the next question: each kill has to come before the last row. */
const ROWS = 24_000;

describe('a file that the service dies under', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite({});
    await peopleComeIn(site, ['aurore', 'thomas']);
  }, 60_000);
  afterAll(() => site?.close());

  it('is taken in to its end by the next starts, each row once, and nobody waits for it', async () => {
    const rows = Array.from({ length: ROWS }, (_, i) => `PN-${i};SPAN 14;PREF-33;Pau\n`).join('');
    const inventory = `numero;modele;service;site\n${rows}`;
    // its session outlives the program's processes: a sign-in after each start would leave the import time to end
    const client = await site.as('admin');
    const { id: plan, sha256 } = await client.upload<{ id: string; sha256: string }>('/inventories', inventory);
    const begun = await client.post<Import>(`/inventories/${plan}/apply`, { sha256 });
    const standing = (wait = 0) => client.get<Import>(`/imports/${begun.id}?wait=${wait}`);
    const places: number[] = [];
    for (let kill = 0; kill < 2; kill += 1) {
      const before = places.at(-1) ?? 0;
      for (let taken = 0; taken <= before; taken = (await standing()).taken) await sleep(10);
      expect((await standing()).state).toBe('running');
      await site.crashes();
      places.push((await standing()).taken);
    }
    expect(places[0]).toBeGreaterThan(0);
    expect(places[1]).toBeGreaterThan(places[0] ?? ROWS);
    await site.as('admin');
    let end = await standing();
    while (end.state === 'running') end = await standing(20);
    expect(end).toMatchObject({ state: 'finished', taken: ROWS, added: ROWS, refused: 0 });
    const { items } = await client.get<{ items: unknown[] }>(`/workstations?text=PN-${ROWS - 1}`);
    expect(items).toHaveLength(1);
    await site.check();
    await site.checkAtRest();
  }, 240_000);
});

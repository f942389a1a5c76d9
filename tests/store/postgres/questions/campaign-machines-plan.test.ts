import '../../../support/records/postgres/engine.ts';
import type { Change } from '../../../../src/book/tables/lifecycle.ts';
import { campaign, campaignItem } from '../../../support/records/campaign-rows.ts';
import { type Asked, collectReadings, rowsRead, seekingClient } from '../../../support/records/postgres/rows-read.ts';
import { entry, person, workstation } from '../../../support/records/rows.ts';
import { openTestStore } from '../../../support/records/store.ts';

/** Machines of one campaign, half of which have the same site. */
const ROWS = 4000;
/** Rows of one table that a statement looks at: a page, or whether those that are found can be sorted. */
const MOST = 1600;
const standing = (table: string, row: { id: string }): Change => ({ table, id: row.id, insert: row }) as Change;

describe('the machines of a campaign on a PostgreSQL server', () => {
  it('are read page by page in each order, however many they are', async () => {
    const t = await openTestStore();
    const machines = Array.from({ length: ROWS }, (_, i) => {
      const [id, site] = [`m${String(i).padStart(5, '0')}`, i % 2 === 0 ? 'Pau' : 'Aix'];
      return [
        standing('workstation', workstation(id, { site })),
        standing('campaignItem', campaignItem(id, { rank: `${site} / ${id}`, day: 1 + Math.floor(i / 20) })),
      ];
    }).flat();
    await t.store.transact(async (unit) => {
      await unit.record(entry('x.y', 'x', [standing('person', person('a')), standing('campaign', campaign('c'))]));
      for (let i = 0; i < machines.length; i += 100) await unit.record(entry('x.y', 'x', machines.slice(i, i + 100)));
    });
    await t.behind.run('vacuum analyze');
    const { asked, stop } = collectReadings();
    const [page, up, down] = [
      { limit: 50 },
      { by: 'number', descending: false },
      { by: 'day', descending: true },
    ] as const;
    for (const sort of [undefined, up, down])
      for (const filter of [{}, { state: 'planned' }, { state: 'begun' }, { day: 3 }, { site: 'Aix' }] as const)
        await t.lists.campaignMachines('c', { ...filter, sort }, page);
    await t.lists.campaignMachines('c', { text: 'm00123' }, page);
    await t.lists.totals.campaignMachines('c', { site: 'Aix' });
    await t.lists.totals.campaignMachines('c', { state: 'planned' });
    stop();
    const client = await seekingClient(t.place);
    const tooMany = async (one: Asked): Promise<string[]> => {
      const read = [...(await rowsRead(client, one))].filter(([, rows]) => rows > MOST);
      return read.map(([table, rows]) => `${rows} rows of ${table}: ${one.text}`);
    };
    const found: string[] = [];
    for (const one of asked.values()) found.push(...(await tooMany(one)));
    await client.end();
    await t.close();
    expect(found).toEqual([]);
    expect(asked.size).toBeGreaterThan(10);
  }, 300_000);
});

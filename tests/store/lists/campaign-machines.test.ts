import { rankOf } from '../../../src/book/rules/workstation/campaigns.ts';
import type { Change } from '../../../src/book/tables/lifecycle.ts';
import type { CampaignItemRow, WorkstationRow } from '../../../src/book/tables/rows/workstations.ts';
import type { Sort } from '../../../src/flow/reading/sorting.ts';
import type { CampaignFilter } from '../../../src/flow/reading/workstation/campaign-lists.ts';
import { campaign, campaignItem } from '../../support/records/campaign-rows.ts';
import { entry, person, workstation } from '../../support/records/rows.ts';
import { openTestStore, START, type TestStore } from '../../support/records/store.ts';

type Asked = CampaignFilter & { sort?: Sort<'campaignMachines'> };
const standing = (table: string, row: { id: string }): Change => ({ table, id: row.id, insert: row }) as Change;
/** A machine, and its part in campaign `c`. */
function part(id: string, item: Partial<CampaignItemRow> = {}, more: Partial<WorkstationRow> = {}): Change[] {
  const machine = workstation(id, { assetNumber: `PN-${id}`, ...more });
  return [
    standing('workstation', machine),
    standing('campaignItem', campaignItem(id, { rank: rankOf(machine), assetNumber: machine.assetNumber, ...item })),
  ];
}
async function withRows(changes: readonly Change[]): Promise<TestStore> {
  const t = await openTestStore();
  const before = [
    standing('person', person('a', { familyName: 'Étienne' })),
    ...['c', 'other'].map((id) => standing('campaign', campaign(id))),
  ];
  await t.store.transact(async (unit) => {
    await unit.record(entry('x.y', 'x', before));
    for (let i = 0; i < changes.length; i += 100) await unit.record(entry('x.y', 'x', changes.slice(i, i + 100)));
  });
  return t;
}
/** Numbers without their beginning, read in pages. */
const reader =
  ({ lists }: TestStore, limit = 2) =>
  async (filter: Asked = {}, most = Number.POSITIVE_INFINITY): Promise<string[]> => {
    const found: string[] = [];
    for (let cursor: string | undefined; found.length < most; ) {
      const { items, next } = await lists.campaignMachines('c', filter, { limit, cursor });
      found.push(...items.map(({ assetNumber }) => assetNumber.slice(3)));
      if (next === null) break;
      cursor = next;
    }
    return found;
  };
const down = { by: 'number', descending: true } as const;
const byDay = (descending: boolean): Sort<'campaignMachines'> => ({ by: 'day', descending });

describe('the machines of a campaign', () => {
  it('are found as they stand, by day, place and text, sorted each way, and counted', async () => {
    const done = { endedAt: START, outcome: 'migrated' } as const;
    const t = await withRows([
      ...part('1', { day: 30 }, { site: 'Pau', service: 'PREF-64', holderId: 'a' }),
      ...part('2', { day: 20 }, { site: 'Lille', service: 'PREF-59/DSI' }),
      ...part('3', {}, { site: 'Bordeaux' }),
      ...part('4', { blocked: 'loaned' }, { state: 'loaned', site: 'Lille', service: 'PREF-59' }),
      ...part('5', { day: 20 }, { state: 'migrating' }),
      ...part('6', { day: 10, ...done }, { site: 'Lille', service: 'PREF-59' }),
      ...part('7', { endedAt: START, outcome: 'left' }),
      ...part('8', { campaignId: 'other' }),
      standing('workstation', workstation('9', { assetNumber: 'PN-9' })),
      standing('workstation', workstation('10', { assetNumber: 'PN-90', holderId: 'a' })),
      standing(
        'campaignItem',
        campaignItem('x', { workstationId: '9', otherId: '10', assetNumber: 'PN-9', rank: 'Z' }),
      ),
    ]);
    const [numbers, total] = [reader(t), (filter: CampaignFilter) => t.lists.totals.campaignMachines('c', filter)];
    const found: readonly [Asked, string][] = [
      [{}, '3 5 7 4 6 2 1 9'],
      [{ sort: down }, '9 7 6 5 4 3 2 1'],
      [{ sort: byDay(false) }, '6 5 2 1 3 7 4 9'],
      [{ sort: byDay(true) }, '9 4 7 3 1 2 5 6'],
      [{ state: 'waiting' }, '3 9'],
      [{ state: 'planned' }, '2 1'],
      [{ state: 'planned', sort: byDay(true) }, '1 2'],
      [{ state: 'begun' }, '5'],
      [{ state: 'blocked' }, '4'],
      [{ state: 'migrated' }, '6'],
      [{ state: 'ended' }, '7 6'],
      [{ state: 'ended', sort: down }, '7 6'],
      [{ day: 20 }, '5 2'],
      [{ day: 20, state: 'begun' }, '5'],
      [{ site: 'Lille' }, '2 4 6'],
      [{ site: 'Lille', sort: byDay(false) }, '6 2 4'],
      [{ service: 'PREF-59' }, '2 4 6'],
      [{ service: 'PREF-59', state: 'ended' }, '6'],
      [{ site: 'Pau', service: 'PREF-59' }, ''],
      [{ text: 'pn-4' }, '4'],
      [{ text: 'etienne' }, '1 9'],
      [{ text: 'etienne', site: 'Pau' }, '1'],
      [{ text: 'nothing like it' }, ''],
      [{ number: 'PN-' }, '3 5 7 4 6 2 1 9'],
      [{ number: 'PN-9', sort: down }, '9'],
      [{ number: 'PN-9', state: 'blocked' }, ''],
    ];
    for (const [filter, wanted] of found) {
      expect([filter, (await numbers(filter)).join(' ')]).toEqual([filter, wanted]);
      const { sort: _, ...counted } = filter;
      const n = wanted === '' ? 0 : wanted.split(' ').length;
      expect([filter, await total(counted)]).toEqual([filter, { n, more: false }]);
    }
    await t.close();
  });

  it('are walked in each order where they are too many to be sorted', async () => {
    const n = 1600;
    const name = (i: number): string => String(i).padStart(4, '0');
    const every = Array.from({ length: n }, (_, i) => i);
    // the greater its number, the sooner its day and its site
    const t = await withRows([
      ...every.flatMap((i) =>
        part(name(i), { day: 2 + n - i }, { site: i % 2 === 0 ? 'Pau' : 'Aix', service: `S-${i % 2}` }),
      ),
      ...part('last', { blocked: 'loaned' }, { site: 'Pau', service: 'S-0' }),
    ]);
    const numbers = reader(t, 60);
    const [names, even] = [every.map(name), every.filter((i) => i % 2 === 0).map(name)];
    expect(await numbers({}, 120)).toEqual(
      every
        .filter((i) => i % 2 === 1)
        .map(name)
        .slice(0, 120),
    );
    expect(await numbers({ state: 'planned', sort: byDay(false) }, 120)).toEqual(names.toReversed().slice(0, 120));
    expect(await numbers({ state: 'planned', sort: down }, 120)).toEqual(names.toReversed().slice(0, 120));
    expect(await numbers({ state: 'planned', site: 'Pau' }, 120)).toEqual(even.slice(0, 120));
    expect(await numbers({ text: 'pn-', state: 'planned', service: 'S-0' }, 60)).toEqual(even.slice(0, 60));
    expect(await numbers({ state: 'blocked', sort: byDay(true) })).toEqual(['last']);
    const total = (filter: CampaignFilter) => t.lists.totals.campaignMachines('c', filter);
    expect(await total({})).toEqual({ n: 1000, more: true });
    expect(await total({ state: 'planned' })).toEqual({ n: 1000, more: true });
    expect(await total({ site: 'Pau' })).toEqual({ n: 801, more: false });
    expect(await total({ state: 'blocked' })).toEqual({ n: 1, more: false });
    await t.close();
  }, 120_000);

  it('have no page behind a cursor of another campaign', async () => {
    const t = await withRows([...part('1'), ...part('2', { campaignId: 'other' })]);
    const cursor = Buffer.from('i-2').toString('base64url');
    await expect(t.lists.campaignMachines('c', {}, { limit: 2, cursor })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await t.close();
  });
});

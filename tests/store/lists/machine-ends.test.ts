import type { Change } from '../../../src/book/tables/lifecycle.ts';
import { DAY_MS } from '../../../src/durations.ts';
import type { MachineEndsFilter } from '../../../src/flow/reading/workstation/workstation-lists.ts';
import { entry } from '../../support/records/rows.ts';
import { openTestStore, START, type TestStore } from '../../support/records/store.ts';
import { endingMachine as ending } from '../../support/world/ending-machine.ts';

const [FROM, UNTIL] = [START, START + 60 * DAY_MS];

async function withRows(...changes: Change[]): Promise<TestStore> {
  const t = await openTestStore();
  await t.store.transact(async (unit) => {
    for (let i = 0; i < changes.length; i += 50) await unit.record(entry('x.y', 'x', changes.slice(i, i + 50)));
  });
  return t;
}
const down = <B extends string>(by: B) => ({ by, descending: true });
const up = <B extends string>(by: B) => ({ by, descending: false });

/** Numbers without their beginning, read in pages. */
const reader =
  ({ lists }: TestStore, limit: number) =>
  async (filter: MachineEndsFilter = {}, most = Number.POSITIVE_INFINITY): Promise<string[]> => {
    const found: string[] = [];
    for (let cursor: string | undefined; found.length < most; ) {
      const page = cursor === undefined ? { limit } : { limit, cursor };
      const { items, next } = await lists.machineEnds(FROM, UNTIL, filter, page);
      found.push(...items.map(({ assetNumber }) => assetNumber.slice(3)));
      if (next === null) break;
      cursor = next;
    }
    return found;
  };

describe('certificates of machines that end', () => {
  it('are sorted each way, found by service, site and text, and counted', async () => {
    const t = await withRows(
      ...ending('1', 9, { service: 'PREF-59', site: 'Lille', model: 'Étude 7' }),
      ...ending('2', 5, { service: 'PREF-33/DCL', site: 'Bordeaux' }),
      ...ending('3', 7, { service: 'PREF-33', site: 'Pau' }),
      ...ending('4', 61, { service: 'PREF-33', site: 'Pau' }),
      ...ending('5', 1, { service: 'PREF-33', site: 'Pau', state: 'blocked' }),
      ...ending('6', 20, { service: 'PREF-77', site: 'Aix', state: 'loaned' }),
    );
    const numbers = reader(t, 1);
    expect(await numbers()).toEqual(['2', '3', '1', '6']);
    expect(await numbers({ sort: down('end') })).toEqual(['6', '1', '3', '2']);
    expect(await numbers({ sort: up('number') })).toEqual(['1', '2', '3', '6']);
    expect(await numbers({ sort: down('number') })).toEqual(['6', '3', '2', '1']);
    expect(await numbers({ sort: up('service') })).toEqual(['3', '2', '1', '6']);
    expect(await numbers({ sort: down('site') })).toEqual(['3', '1', '2', '6']);
    expect(await numbers({ service: 'PREF-33' })).toEqual(['2', '3']);
    expect(await numbers({ service: 'PREF-33', sort: down('number') })).toEqual(['3', '2']);
    expect(await numbers({ site: 'Pau' })).toEqual(['3']);
    expect(await numbers({ text: 'etude', sort: up('site') })).toEqual(['1']);
    expect(await numbers({ text: 'pn-', service: 'PREF-33', sort: down('end') })).toEqual(['3', '2']);
    expect(await numbers({ state: 'loaned' })).toEqual(['6']);
    expect(await numbers({ state: 'commissioned', sort: down('number') })).toEqual(['3', '2', '1']);
    expect(await numbers({ state: 'loaned', text: 'pn-6' })).toEqual(['6']);
    for (const beside of [{ number: 'PN-2' }, { text: 'pn-2' }, { site: 'Pau' }])
      expect(await numbers({ state: 'loaned', ...beside })).toEqual([]);
    expect(await numbers({ state: 'loaned', service: 'PREF-77', sort: up('site') })).toEqual(['6']);
    expect(await numbers({ number: 'PN-2' })).toEqual(['2']);
    expect(await numbers({ number: 'PN-', service: 'PREF-33', sort: down('number') })).toEqual(['3', '2']);
    // out of service, too late, no number, and what stands in the middle of one
    for (const number of ['PN-5', 'PN-4', 'etude', 'N-2']) expect(await numbers({ number })).toEqual([]);
    const total = (filter: MachineEndsFilter) => t.lists.totals.machineEnds(FROM, UNTIL, filter);
    expect(await total({})).toEqual({ n: 4, more: false });
    expect(await total({ service: 'PREF-33' })).toEqual({ n: 2, more: false });
    expect(await total({ site: 'Pau', service: 'PREF-33' })).toEqual({ n: 1, more: false });
    expect(await total({ text: 'etude' })).toEqual({ n: 1, more: false });
    expect(await total({ state: 'loaned' })).toEqual({ n: 1, more: false });
    expect(await total({ state: 'commissioned', service: 'PREF-33' })).toEqual({ n: 2, more: false });
    expect(await total({ number: 'PN-2' })).toEqual({ n: 1, more: false });
    expect(await total({ number: 'PN-', service: 'PREF-33' })).toEqual({ n: 2, more: false });
    expect(await total({ text: 'nothing like it' })).toEqual({ n: 0, more: false });
    await t.close();
  });

  it('are walked in each order where they are too many to be sorted', async () => {
    const [n, width] = [1100, 4];
    const name = (i: number): string => String(i).padStart(width, '0');
    const site = (i: number): string => (i % 2 === 0 ? 'Lille' : 'Pau');
    const service = (i: number): string => `PREF-${33 + (i % 2)}`;
    const every = Array.from({ length: n }, (_, i) => i);
    // the later its number, the sooner it ends
    const t = await withRows(
      ...every.flatMap((i) => ending(name(i), 55 - (i * 50) / n, { site: site(i), service: service(i) })),
      ...ending('none', 90, { site: 'Aix' }),
    );
    // as a server does by itself: without knowing how many rows there are it joins them in an order that takes a second a page
    if (process.env['JETON_TEST_ENGINE'] === 'postgres') await t.behind.run('vacuum analyze');
    const numbers = reader(t, 60);
    const even = every.filter((i) => i % 2 === 0).map(name);
    const odd = every.filter((i) => i % 2 === 1).map(name);
    expect(await t.lists.totals.machineEnds(FROM, UNTIL, {})).toEqual({ n: 1000, more: true });
    expect(await numbers({}, 120)).toEqual(every.map(name).reverse().slice(0, 120));
    expect(await numbers({ sort: up('number') })).toEqual(every.map(name));
    expect(await numbers({ sort: up('site') })).toEqual([...even, ...odd]);
    expect(await numbers({ sort: down('service') })).toEqual([...odd.toReversed(), ...even.toReversed()]);
    expect(await numbers({ text: 'pn-0', sort: up('number') }, 60)).toEqual(every.map(name).slice(0, 60));
    expect(await numbers({ site: 'Pau', sort: up('number') }, 60)).toEqual(odd.slice(0, 60));
    const begun = every.map(name).filter((one) => one.startsWith('00'));
    expect(await numbers({ number: 'PN-00' })).toEqual(begun.toReversed());
    expect(await numbers({ number: 'PN-', sort: down('number') }, 60)).toEqual(every.map(name).reverse().slice(0, 60));
    expect(await t.lists.totals.machineEnds(FROM, UNTIL, { number: 'PN-00' })).toEqual({ n: 100, more: false });
    expect(await t.lists.totals.machineEnds(FROM, UNTIL, { number: 'PN-' })).toEqual({ n: 1000, more: true });
    await t.close();
  }, 120_000);
});

import { type Change, create, move, update } from '../../../src/book/tables/lifecycle.ts';
import type { TokenRow } from '../../../src/book/tables/rows/tokens.ts';
import type { WorkstationRow } from '../../../src/book/tables/rows/workstations.ts';
import type { Cursor, Paged } from '../../../src/flow/reading/paging.ts';
import { entry, person, request, token, workstation } from '../../support/records/rows.ts';
import { openTestStore, START, type TestStore } from '../../support/records/store.ts';

const DELIVERY = {
  id: 'd',
  reference: 'BL-1',
  model: 'SoftHSM v2',
  firmware: null,
  batch: null,
  count: 3,
  locationId: null,
  expectedId: null,
  receivedBy: 'x',
  receivedAt: START,
};
async function withRows(...changes: Change[]): Promise<TestStore> {
  const t = await openTestStore();
  await t.store.transact(async (unit) => {
    for (let i = 0; i < changes.length; i += 100) await unit.record(entry('x.y', 'x', changes.slice(i, i + 100)));
  });
  return t;
}
/** A token that leaves the stock. */
const moved = (row: TokenRow | undefined, to: 'scrapped' | 'missing') =>
  move('token', row ?? token('', ''), to === 'scrapped' ? 'scrap' : 'miss');
const ids = (rows: readonly { id: string }[]) => rows.map((row) => row.id);
/** All ids, read in pages of two. */
async function inPages<T extends { id: string }>(list: (page: Cursor) => Promise<Paged<T>>): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await list(cursor === undefined ? { limit: 2 } : { limit: 2, cursor });
    found.push(...ids(items));
    if (next === null) return found;
    cursor = next;
  }
}
const down = <B extends string>(by: B) => ({ by, descending: true });
const up = <B extends string>(by: B) => ({ by, descending: false });

describe('a sorted list', () => {
  it('has workstations by number, model or service, either way round, with filters and in pages', async () => {
    const row = (id: string, model: string, service: string, state: 'commissioned' | 'registered') =>
      create('workstation', workstation(id, { model, service, state, assetNumber: `PN-${id}` }));
    const { lists } = await withRows(
      row('1', 'B', 'PREF-59', 'commissioned'),
      row('2', 'A', 'PREF-75', 'registered'),
      row('3', 'B', 'PREF-33', 'registered'),
      row('4', 'A', 'PREF-33', 'commissioned'),
      row('5', 'C', 'PREF-59', 'commissioned'),
    );
    const sorted = (filter: Parameters<typeof lists.workstations>[0]) =>
      inPages((page) => lists.workstations(filter, page));
    expect(await sorted({ sort: down('number') })).toEqual(['5', '4', '3', '2', '1']);
    expect(await sorted({ sort: up('model') })).toEqual(['2', '4', '1', '3', '5']);
    expect(await sorted({ sort: down('model') })).toEqual(['5', '3', '1', '4', '2']);
    expect(await sorted({ sort: up('service') })).toEqual(['3', '4', '1', '5', '2']);
    expect(await sorted({ sort: down('service'), state: ['commissioned'] })).toEqual(['5', '1', '4']);
    expect(await sorted({ sort: down('model'), text: 'pn-' })).toEqual(['5', '3', '1', '4', '2']);
    expect(await sorted({ sort: up('state') })).toEqual(['1', '4', '5', '2', '3']);
    expect(await sorted({ sort: down('state') })).toEqual(['3', '2', '5', '4', '1']);
    expect(await sorted({ sort: up('state'), text: 'pn-' })).toEqual(['1', '4', '5', '2', '3']);
    expect(await sorted({ sort: down('state'), state: ['commissioned'] })).toEqual(['5', '4', '1']);
    expect(await sorted({ sort: up('state'), state: ['registered', 'commissioned'] })).toEqual([
      '1',
      '4',
      '5',
      '2',
      '3',
    ]);
  });

  it('has workstations by site, in one state or all', async () => {
    const row = (id: string, site: string, state: 'commissioned' | 'registered') =>
      create('workstation', workstation(id, { site, state, assetNumber: `PN-${id}` }));
    const { lists } = await withRows(
      ...[row('1', 'Pau', 'commissioned'), row('2', 'Lyon', 'registered'), row('3', 'Pau', 'registered')],
    );
    const sorted = (filter: Parameters<typeof lists.workstations>[0]) =>
      inPages((page) => lists.workstations(filter, page));
    expect(await sorted({ sort: up('site') })).toEqual(['2', '1', '3']);
    expect(await sorted({ sort: down('site') })).toEqual(['3', '1', '2']);
    expect(await sorted({ sort: up('site'), state: ['registered'] })).toEqual(['2', '3']);
  });

  it('narrows workstations down by image, model, service and site, each way round, whatever else is asked for', async () => {
    const row = (id: string, more: Partial<WorkstationRow>) =>
      create('workstation', workstation(id, { assetNumber: `PN-${id}`, ...more }));
    const { lists } = await withRows(
      row('1', { image: 'SPAN 24H2', model: 'B', service: 'PREF-33', site: 'Pau', state: 'commissioned' }),
      row('2', { image: 'SPAN 23H2', model: 'A', service: 'PREF-33/DCL', site: 'Lyon', state: 'registered' }),
      row('3', { image: null, model: 'B', service: 'PREF-330', site: 'Pau', state: 'commissioned' }),
      row('4', { image: 'SPAN 24H2', model: 'A', service: 'PREF-59', site: 'Lyon', state: 'registered' }),
      row('5', { image: 'SPAN 24H2', model: 'B', service: 'PREF-33/DCL', site: 'Pau', state: 'registered' }),
    );
    type Asked = Parameters<typeof lists.workstations>[0];
    const found = (filter: Asked) => inPages((page) => lists.workstations(filter, page));
    expect(await found({ image: 'SPAN 24H2' })).toEqual(['1', '4', '5']);
    expect(await found({ model: 'B', sort: down('number') })).toEqual(['5', '3', '1']);
    expect(await found({ site: 'Pau', sort: up('state') })).toEqual(['1', '3', '5']);
    expect(await found({ service: 'PREF-33' })).toEqual(['1', '2', '5']);
    expect(await found({ service: 'PREF-33', sort: up('model') })).toEqual(['2', '1', '5']);
    expect(await found({ service: 'PREF-33', site: 'Pau', image: 'SPAN 24H2', model: 'B' })).toEqual(['1', '5']);
    expect(await found({ service: 'PREF-33', state: ['registered'], sort: down('service') })).toEqual(['5', '2']);
    expect(await found({ model: 'B', sort: up('model') })).toEqual(['1', '3', '5']);
    expect(await found({ site: 'Pau', text: 'pn-5' })).toEqual(['5']);
    expect(await found({ site: 'Pau', text: 'pn-', sort: down('model') })).toEqual(['5', '3', '1']);
    expect(await found({ service: 'PREF-99' })).toEqual([]);
    expect(await found({ image: 'SPAN' })).toEqual([]);
    // those of which no image is known stand first
    expect(await found({ sort: up('image') })).toEqual(['3', '2', '1', '4', '5']);
    expect(await found({ sort: down('image'), state: ['commissioned'] })).toEqual(['1', '3']);
    expect(await found({ site: 'Pau', sort: down('image') })).toEqual(['5', '1', '3']);
    expect(await lists.totals.workstations({ service: 'PREF-33', site: 'Pau' })).toEqual({ n: 2, more: false });
    expect(await lists.totals.workstations({ image: 'SPAN 24H2', state: ['registered'] })).toEqual({
      n: 2,
      more: false,
    });
    expect(await lists.totals.workstations({ model: 'B', text: 'pn-3' })).toEqual({ n: 1, more: false });
  });

  it('says what machines have in common, to choose from', async () => {
    const row = (id: string, more: Partial<WorkstationRow>) => create('workstation', workstation(id, more));
    const { lists } = await withRows(
      row('1', { image: 'SPAN 24H2', model: 'B', site: 'Pau' }),
      row('2', { image: 'SPAN 23H2', model: 'A', site: 'Lyon' }),
      row('3', { image: null, model: 'B', site: 'Pau' }),
    );
    expect(await lists.workstationValues('image', 9)).toEqual(['SPAN 23H2', 'SPAN 24H2']);
    expect(await lists.workstationValues('model', 9)).toEqual(['A', 'B']);
    expect(await lists.workstationValues('site', 1)).toEqual(['Lyon']);
  });

  it('walks the machines of a site where more are found than can be sorted', async () => {
    const all = Array.from({ length: 1100 }, (_, i) =>
      create('workstation', workstation(`w${10_000 + i}`, { site: 'Pau', model: i === 0 ? 'Z' : 'A' })),
    );
    const { lists } = await withRows(...all);
    const page = await lists.workstations({ site: 'Pau', sort: down('model') }, { limit: 2 });
    expect(ids(page.items)).toEqual(['w10000', 'w11099']);
    const { items } = await lists.workstations({ site: 'Pau', sort: down('model') }, { limit: 1, cursor: page.next! });
    expect(ids(items)).toEqual(['w11098']);
  });

  it('has tokens by serial or model, and people by name or service', async () => {
    const { lists } = await withRows(
      create('delivery', DELIVERY),
      create('token', token('T1', 'd', { model: 'Z' })),
      create('token', token('T2', 'd', { model: 'Y' })),
      create('token', token('T3', 'd', { model: 'Z' })),
      create('person', person('a', { familyName: 'Zola', service: 'PREF-33' })),
      create('person', person('b', { familyName: 'Étienne', service: 'PREF-59' })),
      create('person', person('c', { familyName: 'Fabre', service: 'PREF-33/DCL' })),
    );
    const tokens = (filter: Parameters<typeof lists.tokens>[0]) => inPages((page) => lists.tokens(filter, page));
    expect(await tokens({ sort: down('serial') })).toEqual(['T3', 'T2', 'T1']);
    expect(await tokens({ sort: up('model') })).toEqual(['T2', 'T1', 'T3']);
    expect(await tokens({ sort: down('state') })).toEqual(['T3', 'T2', 'T1']);
    expect(await tokens({ sort: down('state'), model: 'Z' })).toEqual(['T3', 'T1']);
    const people = (filter: Parameters<typeof lists.people>[0]) => inPages((page) => lists.people(filter, page));
    expect(await people({ sort: down('name') })).toEqual(['a', 'c', 'b']);
    expect(await people({ sort: up('service') })).toEqual(['a', 'c', 'b']);
    expect(await people({ sort: down('service'), service: 'PREF-33' })).toEqual(['c', 'a']);
    expect(await people({ sort: down('service'), text: 'fab' })).toEqual(['c']);
  });

  it('has requests by their states, the oldest of each first, for whoever sees all or some of them', async () => {
    const asked = [
      ['r1', 3, 'PREF-33', true],
      ['r2', 2, 'PREF-59', false],
      ['r3', 1, 'PREF-33', false],
      ['r4', 4, 'PREF-33', true],
    ] as const;
    const people = asked.map(([id]) => create('person', person(`p${id}`)));
    const rows = asked.map(([id, at, service]) => request(id, `p${id}`, { submittedAt: START + at, service }));
    const { lists, store } = await withRows(...people, ...rows.map((row) => create('request', row)));
    const approved = rows
      .filter((_, n) => asked[n]?.[3])
      .map((row) => move('request', row, 'approve', { approvedAt: START }));
    await store.transact((unit) => unit.record(entry('x.z', 'x', approved)));
    const found = (filter: Omit<Parameters<typeof lists.requests>[0], 'visible'>, services?: string[]) =>
      inPages((page) =>
        lists.requests({ visible: services ? { services, holderId: 'pr2', askerId: '' } : 'all', ...filter }, page),
      );
    expect(await found({ order: 'states' })).toEqual(['r1', 'r4', 'r3', 'r2']);
    expect(await found({ order: 'states-back' })).toEqual(['r2', 'r3', 'r4', 'r1']);
    expect(await found({ order: 'states', text: 'dem' })).toEqual(['r1', 'r4', 'r3', 'r2']);
    expect(await found({ order: 'states', kind: ['first-issue'] })).toEqual(['r1', 'r4', 'r3', 'r2']);
    expect(await found({ order: 'states-back', state: ['approved'] })).toEqual(['r4', 'r1']);
    expect(await found({ order: 'states' }, ['PREF-33'])).toEqual(['r1', 'r4', 'r3', 'r2']);
    expect(await found({ order: 'states', service: 'PREF-33' })).toEqual(['r1', 'r4', 'r3']);
  });

  it('has tokens by the names of their holders, those of nobody last, with filters and texts', async () => {
    const held = [
      ['T1', 'Zola', 'scrapped', 'A'],
      ['T2', 'Étienne', 'missing', 'B'],
      ['T3', 'Fabre', 'scrapped', 'B'],
      ['T4', undefined, 'in_stock', 'A'],
      ['T5', null, 'scrapped', 'A'],
    ] as const;
    const people = held.flatMap(([id, familyName]) =>
      familyName === undefined
        ? []
        : [create('person', person(`p${id}`, familyName === null ? { familyName, givenName: null } : { familyName }))],
    );
    const rows = held.map(([id, familyName, , model]) =>
      token(id, 'd', { model, holderId: familyName === undefined ? null : `p${id}` }),
    );
    const { lists, store } = await withRows(
      ...people,
      create('delivery', DELIVERY),
      ...rows.map((row) => create('token', row)),
    );
    const away = held.flatMap(([, , state], n) => (state === 'in_stock' ? [] : [moved(rows[n], state)]));
    await store.transact((unit) => unit.record(entry('x.z', 'x', away)));
    const found = (filter: Omit<Parameters<typeof lists.tokens>[0], 'sort'>, descending = false) =>
      inPages((page) => lists.tokens({ ...filter, sort: { by: 'holder', descending } }, page));
    const all = ['T2', 'T3', 'T1', 'T4', 'T5'];
    expect(await found({})).toEqual(all);
    expect(await found({}, true)).toEqual([...all].reverse());
    expect(await found({ state: ['scrapped'] })).toEqual(['T3', 'T1', 'T5']);
    expect(await found({ state: ['in_stock'] }, true)).toEqual(['T4']);
    expect(await found({ model: 'B' })).toEqual(['T2', 'T3']);
    expect(await found({ text: 't' })).toEqual(all);
    expect(await found({ text: 't3', model: 'A' })).toEqual([]);
    // who marries has another name, and a token that comes back has no holder
    const first = rows[1];
    if (first) {
      const named = update('person', person('pT1', { familyName: 'Zola' }), { familyName: 'Abel' });
      const back = update('token', first, { holderId: null });
      await store.transact((unit) => unit.record(entry('x.z', 'x', [named, back])));
    }
    expect(await found({})).toEqual(['T1', 'T3', 'T2', 'T4', 'T5']);
  });

  it('walks the names where more tokens are found than can be sorted', async () => {
    const people = ['Zola', 'Étienne'].map((familyName, n) => person(`p${n}`, { familyName }));
    const rows = Array.from({ length: 1100 }, (_, n) =>
      token(`T${1000 + n}`, 'd', { model: 'A', holderId: `p${n % 2}` }),
    );
    const { lists, store } = await withRows(
      ...people.map((one) => create('person', one)),
      create('delivery', DELIVERY),
      ...rows.map((row) => create('token', row)),
    );
    const away = rows.map((row, n) => moved(row, n % 3 ? 'scrapped' : 'missing'));
    for (let n = 0; n < away.length; n += 100)
      await store.transact((unit) => unit.record(entry('x.z', 'x', away.slice(n, n + 100))));
    const page = async (filter = {}) =>
      ids((await lists.tokens({ sort: { by: 'holder', descending: false }, ...filter }, { limit: 3 })).items);
    expect(await page()).toEqual(['T1001', 'T1003', 'T1005']);
    expect(await page({ model: 'A' })).toEqual(['T1001', 'T1003', 'T1005']);
    expect(await page({ model: 'A', state: ['missing'] })).toEqual(['T1003', 'T1009', 'T1015']);
    expect(await page({ text: 't' })).toEqual(['T1001', 'T1003', 'T1005']);
  });

  it('has requests by the names of their holders, for whoever sees all or some of them, with filters and texts', async () => {
    const asked = [
      ['r1', 'Zola', 'PREF-33', 1],
      ['r2', 'Étienne', 'PREF-59', 4],
      ['r3', 'Fabre', 'PREF-33', 2],
      ['r4', 'Étienne', 'PREF-33', 3],
      ['r5', null, 'PREF-33', 5],
    ] as const;
    const people = asked.map(([id, familyName]) =>
      create('person', person(`p${id}`, familyName === null ? { familyName, givenName: null } : { familyName })),
    );
    const rows = asked.map(([id, , service, at]) => request(id, `p${id}`, { submittedAt: START + at, service }));
    const { lists, store } = await withRows(...people, ...rows.map((row) => create('request', row)));
    const [first] = rows;
    if (first) {
      const approved = move('request', first, 'approve', { approvedAt: START });
      await store.transact((unit) => unit.record(entry('x.z', 'x', [approved])));
    }
    const found = (filter: Omit<Parameters<typeof lists.requests>[0], 'visible'>, services?: string[]) =>
      inPages((page) =>
        lists.requests({ visible: services ? { services, holderId: 'pr2', askerId: '' } : 'all', ...filter }, page),
      );
    const all = ['r4', 'r2', 'r3', 'r1', 'r5'];
    expect(await found({ order: 'holders' })).toEqual(all);
    expect(await found({ order: 'holders-back' })).toEqual([...all].reverse());
    expect(await found({ order: 'holders', state: ['submitted'] })).toEqual(['r4', 'r2', 'r3', 'r5']);
    expect(await found({ order: 'holders', service: 'PREF-33' })).toEqual(['r4', 'r3', 'r1', 'r5']);
    expect(await found({ order: 'holders', text: 'dem' })).toEqual(all);
    expect(await found({ order: 'holders' }, ['PREF-33'])).toEqual(all);
    expect(await found({ order: 'holders-back' }, [])).toEqual(['r2']);
  });

  it('walks the names where more requests are found than can be sorted', async () => {
    const made = Array.from({ length: 1100 }, (_, n) => {
      const holder = person(`p${n}`, { familyName: n % 2 === 0 ? 'Zola' : 'Étienne' });
      const service = n % 3 === 0 ? 'PREF-59' : 'PREF-33';
      const asked = request(`r${1000 + n}`, holder.id, { submittedAt: START + n, service });
      return { holder: create('person', holder), asked: create('request', asked) };
    });
    const { lists } = await withRows(...made.map(({ holder }) => holder), ...made.map(({ asked }) => asked));
    const page = async (visible: Parameters<typeof lists.requests>[0]['visible'], filter = {}) =>
      ids((await lists.requests({ visible, order: 'holders', ...filter }, { limit: 3 })).items);
    expect(await page('all')).toEqual(['r1001', 'r1003', 'r1005']);
    expect(await page('all', { state: ['submitted'] })).toEqual(['r1001', 'r1003', 'r1005']);
    expect(await page('all', { text: 'zola' })).toEqual(['r1000', 'r1002', 'r1004']);
    expect(await page({ services: ['PREF-33', 'PREF-59'], holderId: '', askerId: '' })).toEqual([
      'r1001',
      'r1003',
      'r1005',
    ]);
    expect(await page('all', { service: 'PREF-59', reason: 'lost' })).toEqual([]);
  });

  it('has requests in the order in which they are worked on: crisis first, then what has waited longest', async () => {
    const asked = [
      ['r1', 0, 1, 'PREF-33'],
      ['r2', 2, 5, 'PREF-33'],
      ['r3', 1, 3, 'PREF-33'],
      ['r4', 2, 4, 'PREF-59'],
      ['r5', 0, 1, 'PREF-59'],
      ['r6', 1, 2, 'PREF-33'],
    ] as const;
    const rows = asked.flatMap(([id, priority, at, service]) => [
      create('person', person(`p${id}`)),
      create('request', request(id, `p${id}`, { priority, submittedAt: START + at, service })),
    ]);
    const { lists, store } = await withRows(...rows);
    const working = (visible: Parameters<typeof lists.requests>[0]['visible'], more = {}) =>
      inPages((page) => lists.requests({ visible, order: 'working', state: ['submitted'], ...more }, page));
    expect(await working('all')).toEqual(['r4', 'r2', 'r6', 'r3', 'r1', 'r5']);
    expect(await working('all', { text: 'dem' })).toEqual(['r4', 'r2', 'r6', 'r3', 'r1', 'r5']);
    expect(await working({ services: ['PREF-33'], holderId: '', askerId: '' })).toEqual(['r2', 'r6', 'r3', 'r1']);
    const submitted = await store.reads.find('request', {});
    const approved = submitted.map((row) => move('request', row, 'approve', { approvedAt: START }));
    await store.transact((unit) => unit.record(entry('x.z', 'x', approved)));
    // the very order of the technicians' queue
    expect(ids(await store.reads.queue(['first-issue'], 10))).toEqual(['r4', 'r2', 'r6', 'r3', 'r1', 'r5']);
  });
});

describe('how many rows a list has', () => {
  it('is what its filters find, whoever looks', async () => {
    const { lists, store } = await withRows(
      create('person', person('a', { familyName: 'Agard', service: 'PREF-33' })),
      create('person', person('b', { familyName: 'Béart', service: 'PREF-333' })),
      create('workstation', workstation('w1', { state: 'registered' })),
      create('workstation', workstation('w2', { state: 'commissioned' })),
      create('delivery', DELIVERY),
      create('token', token('T1', 'd')),
      create('request', request('r1', 'a', { service: 'PREF-33' })),
      create('request', request('r2', 'b', { service: 'PREF-333', askerId: 'a', kind: 'renewal' })),
      create('request', request('r3', 'a', { service: 'PREF-59', workstationId: 'w1' })),
    );
    const rejected = move('request', (await store.reads.get('request', 'r3'))!, 'reject');
    await store.transact((unit) => unit.record(entry('x.z', 'x', [rejected])));
    const { totals } = lists;
    const exactly = (n: number) => ({ n, more: false });
    expect(await totals.people({})).toEqual(exactly(2));
    expect(await totals.people({ service: 'PREF-33' })).toEqual(exactly(1));
    expect(await totals.people({ text: 'beart' })).toEqual(exactly(1));
    expect(await totals.workstations({ state: ['commissioned'] })).toEqual(exactly(1));
    expect(await totals.tokens({ text: 'T1' })).toEqual(exactly(1));
    expect(await totals.tokens({ state: ['active'], text: 'T1' })).toEqual(exactly(0));
    expect(await totals.requests({ visible: 'all' })).toEqual(exactly(3));
    expect(await totals.requests({ visible: 'all', service: 'PREF-33' })).toEqual(exactly(1));
    expect(await totals.requests({ visible: 'all', kind: ['renewal'], state: ['submitted'] })).toEqual(exactly(1));
    const theirs = { services: ['PREF-59'], holderId: 'a', askerId: 'a' };
    expect(await totals.requests({ visible: theirs })).toEqual(exactly(3));
    expect(await totals.requests({ visible: theirs, state: ['submitted'] })).toEqual(exactly(2));
    expect(await totals.requests({ visible: { ...theirs, services: [] }, service: 'PREF-59' })).toEqual(exactly(1));
    expect(await totals.requests({ visible: theirs, text: 'agard' })).toEqual(exactly(2));
  });

  it('is not counted beyond a thousand, nor where a text stands in too many rows to tell', async () => {
    const { lists } = await withRows(
      ...Array.from({ length: 2002 }, (_, i) => create('workstation', workstation(`w${10_000 + i}`))),
    );
    expect(await lists.totals.workstations({})).toEqual({ n: 1000, more: true });
    expect(await lists.totals.workstations({ text: 'pn-w' })).toBeUndefined();
    expect(await lists.totals.workstations({ text: 'PN-w10001' })).toEqual({ n: 1, more: false });
  });
});

import type { PriorityReason } from '../../../src/book/tables/codes.ts';
import { type Change, create, move } from '../../../src/book/tables/lifecycle.ts';
import type { Cursor, Paged } from '../../../src/flow/reading/paging.ts';
import type { Visibility } from '../../../src/flow/reading/request/request-lists.ts';
import { entry, person, request, token, workstation } from '../../support/records/rows.ts';
import { openTestStore, START, type TestStore } from '../../support/records/store.ts';

async function withRows(...changes: Change[]): Promise<TestStore> {
  const t = await openTestStore();
  await t.store.transact((unit) => unit.record(entry('x.y', 'x', changes)));
  return t;
}
async function everyPage<T>(list: (page: Cursor) => Promise<Paged<T>>, limit: number): Promise<T[][]> {
  const pages: T[][] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await list(cursor === undefined ? { limit } : { limit, cursor });
    pages.push(items);
    if (next === null) return pages;
    cursor = next;
  }
}
const ids = (rows: readonly { id: string }[]) => rows.map((row) => row.id);

describe('the list of requests', () => {
  const fixture = () =>
    withRows(
      create('person', person('a', { givenName: 'Élodie', familyName: 'Agard', service: 'PREF-33/DCL' })),
      create('person', person('b', { givenName: 'Bruno', familyName: 'Béart', service: 'PREF-333' })),
      create('person', person('c', { givenName: null, familyName: null, purgedAt: START })),
      create('workstation', workstation('w', { assetNumber: 'PN-88213' })),
      create('request', request('r1', 'a', { service: 'PREF-33/DCL', submittedAt: START + 1, contentSalt: 'ab' })),
      create(
        'request',
        request('r2', 'b', { service: 'PREF-333', submittedAt: START + 2, askerId: 'a', kind: 'renewal' }),
      ),
      create('request', request('r3', 'a', { service: 'PREF-33', submittedAt: START + 2, workstationId: 'w' })),
      create('request', request('r4', 'c', { service: 'PREF-59', submittedAt: START })),
    );
  const page = { limit: 50 };

  it("shows the newest first with the holder's name and workstation, never the salt of what was asked", async () => {
    const { lists } = await fixture();
    const { items, next } = await lists.requests({ visible: 'all' }, page);
    expect(ids(items)).toEqual(['r3', 'r2', 'r1', 'r4']);
    expect(items[0]).toMatchObject({ holderName: 'Élodie Agard', assetNumber: 'PN-88213' });
    expect(items[3]).toMatchObject({ holderName: '—', assetNumber: null });
    for (const item of items) expect(item).not.toHaveProperty('contentSalt');
    expect(next).toBeNull();
  });

  it('goes on where the page before ended, the oldest first as well', async () => {
    const { lists } = await fixture();
    const pages = await everyPage((p) => lists.requests({ visible: 'all', order: 'oldest' }, p), 3);
    expect(pages.map(ids)).toEqual([['r4', 'r1', 'r2'], ['r3']]);
  });

  it('names the services that have requests in a state, of those that someone may see', async () => {
    const { lists } = await fixture();
    const of = (visible: Visibility) => lists.services({ state: 'submitted', visible });
    expect(await of('all')).toEqual(['PREF-33', 'PREF-33/DCL', 'PREF-333', 'PREF-59']);
    expect(await of({ services: ['PREF-33'], holderId: 'x', askerId: 'x' })).toEqual(['PREF-33', 'PREF-33/DCL']);
    expect(await lists.services({ state: 'closed', visible: 'all' })).toEqual([]);
  });

  it('filters by state, kind, service with what is below it, and part of a number, name or workstation', async () => {
    const { lists, store } = await fixture();
    const row = (await store.reads.get('request', 'r4'))!;
    await store.transact((unit) =>
      unit.record(entry('request.reject', 'request:r4', [move('request', row, 'reject')])),
    );
    const found = async (filter: object) => ids((await lists.requests({ visible: 'all', ...filter }, page)).items);
    expect(await found({ state: ['rejected', 'closed'] })).toEqual(['r4']);
    expect(await found({ state: [] })).toEqual([]);
    expect(await found({ kind: ['renewal'] })).toEqual(['r2']);
    expect(await found({ service: 'PREF-33' })).toEqual(['r3', 'r1']);
    expect(await found({ until: START + 1 })).toEqual(['r1', 'r4']);
    expect(await found({ reason: 'lost' })).toEqual([]);
    expect(await found({ order: 'oldest' })).toEqual(['r4', 'r1', 'r2', 'r3']);
    expect(await found({ text: 'elodie ag' })).toEqual(['r3', 'r1']);
    expect(await found({ text: 'BÉART' })).toEqual(['r2']);
    expect(await found({ text: 'dem-2026-r4' })).toEqual(['r4']);
    expect(await found({ text: '88213' })).toEqual(['r3']);
    for (const text of ['%', '_', '\\', "' or 1=1 --"]) expect(await found({ text })).toEqual([]);
  });

  it('shows someone their own, what they asked for, and the services of their scopes, no other', async () => {
    const { lists } = await fixture();
    const seen = async (services: string[], personId: string) =>
      ids((await lists.requests({ visible: { services, holderId: personId, askerId: personId } }, page)).items);
    expect(await seen([], 'b')).toEqual(['r2']);
    expect(await seen([], 'a')).toEqual(['r3', 'r2', 'r1']);
    expect(await seen([], 'stranger')).toEqual([]);
    expect(await seen(['PREF-33'], 'stranger')).toEqual(['r3', 'r1']);
    expect(await seen(['PREF-33/DCL', 'PREF-59'], 'b')).toEqual(['r2', 'r1', 'r4']);
    expect(await seen(['*'], 'stranger')).toHaveLength(4);
  });

  it("pages without losing or repeating a row, also when equal times meet a page's end and new rows come", async () => {
    const holders = Array.from({ length: 23 }, (_, i) => `h${String(i).padStart(2, '0')}`);
    const rows = holders.flatMap((h, i) => [
      create('person', person(h)),
      create('request', request(h, h, { submittedAt: START + Math.floor(i / 5) })),
    ]);
    const { lists, store } = await withRows(...rows);
    const pages: string[][] = [];
    for (let cursor: string | undefined, n = 0; ; n++) {
      const { items, next } = await lists.requests({ visible: 'all' }, cursor ? { limit: 4, cursor } : { limit: 4 });
      pages.push(ids(items));
      if (next === null) break;
      cursor = next;
      const late = [
        create('person', person(`n${n}`)),
        create('request', request(`n${n}`, `n${n}`, { submittedAt: START + 99 })),
      ];
      await store.transact((unit) => unit.record(entry('request.submit', 'x', late)));
    }
    expect(pages.map((p) => p.length)).toEqual([4, 4, 4, 4, 4, 3]);
    expect(pages.flat()).toEqual([...holders].reverse());
  });
});

describe('pages', () => {
  it('hold 200 rows at most and one at least, and end exactly', async () => {
    const machines = Array.from({ length: 210 }, (_, i) => create('workstation', workstation(`w${1000 + i}`)));
    const { store, lists } = await withRows(...machines.slice(0, 105));
    await store.transact((unit) => unit.record(entry('x.y', 'z', machines.slice(105))));
    const sizes = async (limit: number) =>
      (await everyPage((page) => lists.workstations({}, page), limit)).map((p) => p.length);
    expect(await sizes(5000)).toEqual([200, 10]);
    expect(await sizes(105)).toEqual([105, 105]);
    expect((await lists.workstations({}, { limit: -3 })).items).toHaveLength(1);
  });

  it('refuse a cursor that is none of theirs', async () => {
    const { lists } = await openTestStore();
    const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const bad of [
      '',
      'x',
      '{',
      cursor(5),
      cursor(null),
      cursor([]),
      cursor(['a', 'b']),
      cursor([1]),
      cursor([{ a: 1 }]),
      cursor(['a', 1]),
    ]) {
      await expect(lists.requests({ visible: 'all' }, { limit: 5, cursor: bad })).rejects.toMatchObject({
        code: 'invalid_input',
      });
    }
    await expect(lists.tokens({}, { limit: 5, cursor: cursor(["' or 1=1"]) })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('say nothing of anybody: a cursor is the id of a row, and only of one that its reader may see', async () => {
    const { lists } = await withRows(
      create('person', person('a', { familyName: 'Agard', service: 'PREF-33' })),
      create('person', person('b', { familyName: 'Béart', service: 'PREF-33' })),
      create('person', person('c', { familyName: 'Cadiot', service: 'PREF-59' })),
      create('person', person('d', { familyName: 'Dac', service: 'PREF-59' })),
      create('workstation', workstation('w1')),
      create('workstation', workstation('w2')),
      create('request', request('r1', 'a', { service: 'PREF-33' })),
      create('request', request('r2', 'c', { service: 'PREF-59' })),
      create('request', request('r3', 'd', { service: 'PREF-59' })),
    );
    const first = { limit: 1 };
    const cursors = {
      people: (await lists.people({}, first)).next!,
      stations: (await lists.workstations({}, first)).next!,
      requests: (await lists.requests({ visible: 'all' }, first)).next!,
    };
    const read = (cursor: string) => Buffer.from(cursor, 'base64url').toString();
    expect(Object.values(cursors).map(read)).toEqual(['a', 'w1', 'r3']);
    expect(read((await lists.entries({}, { limit: 1 })).next ?? '')).toBe('');
    const foreign = lists.people({ service: 'PREF-59' }, { limit: 1, cursor: cursors.people });
    await expect(foreign).rejects.toMatchObject({ code: 'invalid_input' });
    const visible = { services: ['PREF-33'], holderId: 'x', askerId: 'x' };
    const hidden = lists.requests({ visible }, { limit: 1, cursor: cursors.requests });
    await expect(hidden).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('go on from a row that no longer is what was asked for', async () => {
    const { lists, store } = await withRows(
      ...['w1', 'w2', 'w3'].map((id) => create('workstation', workstation(id, { state: 'commissioned' }))),
    );
    const filter = { state: ['commissioned'] as const };
    const { next } = await lists.workstations(filter, { limit: 1 });
    const row = (await store.reads.get('workstation', 'w1'))!;
    await store.transact((unit) => unit.record(entry('w', 'w', [move('workstation', row, 'block')])));
    expect(ids((await lists.workstations(filter, { limit: 5, cursor: next! })).items)).toEqual(['w2', 'w3']);
  });
});

describe('the lists of people, workstations and tokens', () => {
  it('find people by name in either order, directory id or e-mail, in the order of their names whatever the accents', async () => {
    const { lists } = await withRows(
      create('person', person('1', { givenName: 'Zoé', familyName: 'Étienne', service: 'PREF-33/DCL' })),
      create('person', person('2', { givenName: 'Ève', familyName: "L'Hermite", service: 'PREF-59' })),
      create('person', person('3', { givenName: 'Alice', familyName: 'etienne' })),
      create('person', person('4', { givenName: null, familyName: null, email: null, directoryId: null })),
      create('person', person('5', { givenName: 'Bruno', familyName: 'Zola' })),
    );
    const found = async (filter: object) => ids((await lists.people(filter, { limit: 50 })).items);
    expect(await found({})).toEqual(['3', '1', '2', '5']);
    expect((await everyPage((page) => lists.people({}, page), 1)).map(ids)).toEqual([['3'], ['1'], ['2'], ['5']]);
    expect(await found({ service: 'PREF-33' })).toEqual(['3', '1', '5']);
    expect(await found({ service: ['PREF-59', 'PREF-33/DCL'] })).toEqual(['1', '2']);
    expect(await found({ service: ['PREF-59', 'PREF-33/DCL'], text: 'zoe' })).toEqual(['1']);
    expect(await found({ service: ['PREF-59', '*'] })).toEqual(['3', '1', '2', '5']);
    expect(await found({ service: [] })).toEqual([]);
    expect(await found({ service: [], text: 'zoe' })).toEqual([]);
    expect(await found({ text: 'etienne zoe' })).toEqual(['1']);
    expect(await found({ text: "eve l'h" })).toEqual(['2']);
    expect(await found({ text: 'M-5' })).toEqual(['5']);
    expect(await found({ text: '2@EXAMPLE' })).toEqual(['2']);
  });

  it('find workstations and tokens by state and part of a number or label', async () => {
    const delivery = {
      id: 'd',
      reference: 'BL-1',
      model: 'SoftHSM v2',
      firmware: null,
      batch: null,
      count: 2,
      locationId: null,
      expectedId: null,
      receivedBy: 'x',
      receivedAt: START,
    };
    const { lists, store } = await withRows(
      create('workstation', workstation('1', { state: 'registered' })),
      create('workstation', workstation('2', { site: 'Évreux' })),
      create('delivery', delivery),
      create('token', token('S1', 'd')),
      create('token', token('S2', 'd', { label: 'DNUM-1998-7' })),
    );
    const row = (await store.reads.get('token', 'S1'))!;
    await store.transact((unit) => unit.record(entry('token.scrap', 'token:S1', [move('token', row, 'scrap')])));
    const stations = async (filter: object) => ids((await lists.workstations(filter, { limit: 9 })).items);
    const tokens = async (filter: object) => ids((await lists.tokens(filter, { limit: 9 })).items);
    expect(await stations({})).toEqual(['1', '2']);
    expect(await stations({ state: ['registered'] })).toEqual(['1']);
    expect(await stations({ text: 'evreux' })).toEqual(['2']);
    expect(await tokens({ state: ['scrapped'] })).toEqual(['S1']);
    expect(await tokens({ text: 'dnum' })).toEqual(['S2']);
    expect(await tokens({ text: 's' })).toEqual(['S1', 'S2']);
  });
});

describe('tokens that have something in common', () => {
  it('are found by model, firmware, batch, delivery and location, each with states and a text', async () => {
    const delivery = (id: string, batch: string | null) => ({
      id,
      reference: id,
      model: 'Twin',
      firmware: null,
      batch,
      count: 2,
      locationId: null,
      expectedId: null,
      receivedBy: 'x',
      receivedAt: START,
    });
    const place = { id: 'LYON-A', label: 'x', site: 'Lyon', threshold: null, addedBy: 'x', addedAt: START };
    const { lists } = await withRows(
      create('stockLocation', place),
      create('delivery', delivery('d', 'L-1')),
      create('delivery', delivery('e', null)),
      create('token', token('S1', 'd', { batch: 'L-1', firmware: '5.4', locationId: 'LYON-A' })),
      create('token', token('S2', 'd', { batch: 'L-1', model: 'Other', locationId: 'LYON-A' })),
      create('token', token('S3', 'e', { firmware: '5.4' })),
    );
    const tokens = async (filter: Parameters<typeof lists.tokens>[0]) =>
      ids((await lists.tokens(filter, { limit: 9 })).items);
    expect(await tokens({ batch: 'L-1' })).toEqual(['S1', 'S2']);
    expect(await tokens({ batch: 'L-1', sort: { by: 'serial', descending: true } })).toEqual(['S2', 'S1']);
    expect(await tokens({ batch: 'L-1', model: 'Other' })).toEqual(['S2']);
    expect(await tokens({ firmware: '5.4' })).toEqual(['S1', 'S3']);
    expect(await tokens({ firmware: '5.4', locationId: 'LYON-A' })).toEqual(['S1']);
    expect(await tokens({ deliveryId: 'e' })).toEqual(['S3']);
    expect(await tokens({ locationId: 'LYON-A', state: ['scrapped'] })).toEqual([]);
    expect(await tokens({ locationId: 'LYON-A', text: 's2' })).toEqual(['S2']);
    expect(await lists.totals.tokens({ batch: 'L-1', model: 'Other' })).toEqual({ n: 1, more: false });
    const page = await lists.tokens({ batch: 'L-1' }, { limit: 1 });
    expect(ids((await lists.tokens({ batch: 'L-1' }, { limit: 1, cursor: page.next ?? '' })).items)).toEqual(['S2']);
  });
});

describe('counts', () => {
  it('tell how many requests are in each state', async () => {
    const { counts, store } = await withRows(
      ...['a', 'b', 'c'].flatMap((h) => [
        create('person', person(h)),
        create('request', request(h, h, { service: `PREF-${h}` })),
      ]),
    );
    const row = (await store.reads.get('request', 'a'))!;
    await store.transact((unit) =>
      unit.record(entry('request.approve', 'request:a', [move('request', row, 'approve')])),
    );
    expect(await counts.byState('request')).toEqual({ approved: 1, submitted: 2 });
    expect(await counts.byState('token')).toEqual({});
  });

  it('balance the stock, and say so when a token is nobody knows where', async () => {
    const delivery = {
      id: 'd',
      reference: 'BL-1',
      model: 'SoftHSM v2',
      firmware: null,
      batch: null,
      count: 4,
      locationId: null,
      expectedId: null,
      receivedBy: 'x',
      receivedAt: START,
    };
    const { lists, store } = await withRows(
      create('delivery', delivery),
      ...['1', '2', '3', '4'].map((id) => create('token', token(id, 'd'))),
    );
    const step = async (id: string, ...actions: ('take' | 'scrap' | 'miss' | 'seal' | 'setAside')[]) => {
      for (const action of actions) {
        const row = (await store.reads.get('token', id))!;
        await store.transact((unit) =>
          unit.record(entry(`token.${action}`, `token:${id}`, [move('token', row, action)])),
        );
      }
    };
    await step('1', 'take', 'seal');
    await step('2', 'scrap');
    await step('3', 'miss');
    await step('4', 'take', 'setAside');
    const stock = async () => {
      const { received, tokens } = await lists.stock();
      return { received, ...Object.fromEntries(tokens) };
    };
    const whole = { received: 4, produced: 1, scrapped: 1, missing: 1, to_check: 1 };
    expect(await stock()).toEqual(whole);
    const more = create('delivery', { ...delivery, id: 'e', count: 1 });
    await store.transact((unit) => unit.record(entry('stock.receive', 'delivery:e', [more])));
    expect(await stock()).toEqual({ ...whole, received: 5 });
  });
});

describe('the place in the queue', () => {
  const asked = (id: string, more: object) => request(id, 'a', { workstationId: id, ...more });

  it('is the one that the queue itself has, whatever it is ordered by', async () => {
    const rows = [
      asked('q1', { submittedAt: START + 5 }),
      asked('q2', { submittedAt: START + 1 }),
      asked('q3', { submittedAt: START + 9, priority: 2 }),
      asked('q4', { submittedAt: START + 5 }),
      asked('q5', { submittedAt: START + 2, priority: 1 }),
    ];
    const waits = asked('q6', { priority: 2 });
    const { lists, store } = await withRows(
      create('person', person('a')),
      ...[...rows, waits].flatMap((row) => [create('workstation', workstation(row.id)), create('request', row)]),
    );
    const approved = rows.map((row) => move('request', row, 'approve'));
    await store.transact((unit) => unit.record(entry('x.y', 'x', approved)));
    const queue = await store.reads.queue(['first-issue'], 50);
    expect(ids(queue)).toEqual(['q3', 'q5', 'q2', 'q1', 'q4']);
    const ahead = await Promise.all(queue.map((one) => lists.queueAhead(one, 1000)));
    expect(ahead).toEqual([0, 1, 2, 3, 4]);
    expect(await lists.queueAhead({ rank: START + 5, id: 'q4' }, 3)).toBe(3);
  });

  it('says which of those before it were asked for later, by what was confirmed of them and why', async () => {
    const confirmed = (id: string, later: number, confirmedPriority: number, priorityReason: PriorityReason) =>
      asked(id, { submittedAt: START + later, rank: START - confirmedPriority, confirmedPriority, priorityReason });
    const own = asked('q1', { submittedAt: START + 5, rank: START + 5 });
    const rows = [
      own,
      confirmed('q2', 6, 2, 'crisis-cell'),
      confirmed('q3', 7, 2, 'crisis-cell'),
      confirmed('q4', 8, 1, 'deadline'),
      confirmed('q5', 1, 2, 'crisis-cell'), // asked for sooner: it would be before it anyway
      asked('q6', { submittedAt: START + 9, rank: START + 9 }),
    ];
    const { lists, store } = await withRows(
      create('person', person('a')),
      ...rows.flatMap((row) => [create('workstation', workstation(row.id)), create('request', row)]),
    );
    await store.transact((unit) =>
      unit.record(
        entry(
          'x.y',
          'x',
          rows.map((row) => move('request', row, 'approve')),
        ),
      ),
    );
    expect(await lists.queuePassing(own, 1000)).toEqual([
      { priority: 2, reason: 'crisis-cell', count: 2 },
      { priority: 1, reason: 'deadline', count: 1 },
    ]);
    expect(await lists.queuePassing(rows[1]!, 1000)).toEqual([]);
  });
});

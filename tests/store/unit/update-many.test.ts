import { create, move, update } from '../../../src/book/tables/lifecycle.ts';
import type { PersonRow } from '../../../src/book/tables/rows/people.ts';
import { entry, person } from '../../support/records/rows.ts';
import { certificate, keep } from '../../support/records/status-rows.ts';
import { openTestStore, START, type TestStore } from '../../support/records/store.ts';
import { checkEverything } from '../../support/world/check.ts';

const people = ['a', 'b', 'c', 'd', 'e'].map((id) => person(id));
const moved = (row: PersonRow, site: string, from = row.site) => update('person', row, { site }, { site: from });
const byId = (id: string): PersonRow => people.find((row) => row.id === id) ?? person(id);

async function withPeople(): Promise<TestStore> {
  const t = await openTestStore();
  await t.store.transact(async (unit) => {
    for (const row of people) await unit.record(entry('person.import', `person:${row.id}`, [create('person', row)]));
  });
  return t;
}
const sitesOf = async (t: TestStore) =>
  Object.fromEntries((await t.store.reads.find('person', {})).map(({ id, site }) => [id, site]));

describe('rows that one entry changes in the same way', () => {
  it('are all as it says, each authentic', async () => {
    const t = await withPeople();
    const changes = ['a', 'b', 'c'].map((id) => moved(byId(id), 'Pau'));
    await t.store.transact((unit) => unit.record(entry('person.import', 'person:a', changes)));
    const { site } = person('d');
    expect(await sitesOf(t)).toEqual({ a: 'Pau', b: 'Pau', c: 'Pau', d: site, e: site });
    await checkEverything(t, { byTheBook: false });
  });

  it('are all left where one is not as it was expected, which is named', async () => {
    const t = await withPeople();
    const changes = [moved(byId('a'), 'Pau'), moved(byId('b'), 'Pau'), moved(byId('c'), 'Pau')];
    await t.store.transact((unit) => unit.record(entry('person.import', 'person:b', [moved(byId('b'), 'Metz')])));
    const late = t.store.transact((unit) => unit.record(entry('person.import', 'person:a', changes)));
    await expect(late).rejects.toMatchObject({ code: 'conflict', detail: { table: 'person', id: 'b' } });
    expect(await sitesOf(t)).toMatchObject({ a: person('a').site, b: 'Metz' });
    const gone = t.store.transact((unit) =>
      unit.record(entry('person.import', 'person:a', [moved(byId('a'), 'Pau'), moved(person('z'), 'Pau')])),
    );
    await expect(gone).rejects.toMatchObject({ code: 'conflict', detail: { table: 'person', id: 'z' } });
    await checkEverything(t, { byTheBook: false });
  });

  it('may be changed again by it, one after another', async () => {
    const t = await withPeople();
    const changes = [
      moved(byId('a'), 'Pau'),
      moved(byId('b'), 'Pau'),
      moved(byId('a'), 'Metz', 'Pau'),
      moved(byId('b'), 'Metz', 'Pau'),
      moved(byId('a'), 'Brest', 'Metz'),
    ];
    await t.store.transact((unit) => unit.record(entry('person.import', 'person:a', changes)));
    expect(await sitesOf(t)).toMatchObject({ a: 'Brest', b: 'Metz' });
    await checkEverything(t, { byTheBook: false });
  });
});

describe('certificates that one entry revokes', () => {
  it.each([
    { order: ['0a', '0b', '0c', '0d'] },
    { order: ['0d', '0c', '0b', '0a'] },
    { order: ['0b', '0d', '0a', '0c'] },
  ])('are listed as it names them: $order', async ({ order }) => {
    const t = await openTestStore();
    const issuerOf = (id: string): string => (id < '0c' ? 'one' : 'other');
    for (const id of ['0c', '0a', '0d', '0b']) await keep(t, certificate(id, { issuerId: issuerOf(id) }));
    const revoked = { revokedAt: START, revocationReason: 'superseded' } as const;
    await t.store.transact(async (unit) => {
      await unit.prefetch(async () => {});
      const rows = await unit.find('certificate', { id: order });
      const changes = order.flatMap((id) =>
        rows.filter((row) => row.id === id).map((row) => move('certificate', row, 'revoke', revoked)),
      );
      await unit.record(entry('recall.hit', 'recall:r', changes));
    });
    for (const issuerId of ['one', 'other']) {
      const listed = await t.status.revoked(issuerId, { after: 0, notAfter: START, limit: 10 });
      expect(listed.map(({ serialNumber }) => serialNumber)).toEqual(order.filter((id) => issuerOf(id) === issuerId));
    }
    await checkEverything(t, { byTheBook: false });
  });
});

describe('a unit that does the same to many things', () => {
  it('tells each person once, and gives numbers in a row, as others go on with', async () => {
    const t = await openTestStore();
    const given: number[] = [];
    const work = (end?: Error) =>
      t.store.transact(async (unit) => {
        await unit.prefetch(async () => {});
        for (const row of people) {
          given.push(await unit.nextNumber('DEM-2026'), await unit.nextNumber('RAP-2026'));
          await unit.record(entry('person.import', `person:${row.id}`, [create('person', row)]));
          await unit.queueMail({ template: 'approved', personId: row.id, about: `person:${row.id}` });
        }
        if (end) throw end;
      });
    await expect(work(new Error('refused'))).rejects.toThrow('refused');
    expect(await t.store.told('a', 0, 10)).toEqual([]);
    given.length = 0;
    await work();
    expect(given).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    for (const { id } of people) expect(await t.store.told(id, 0, 10)).toMatchObject([{ about: `person:${id}` }]);
    expect(await t.store.transact((unit) => unit.nextNumber('DEM-2026'))).toBe(6);
    expect(await t.store.transact((unit) => unit.nextNumber('RAP-2026'))).toBe(6);
    await checkEverything(t, { byTheBook: false });
  });

  it('reads what it has queued and numbered as it stands', async () => {
    const t = await openTestStore();
    await t.store.transact(async (unit) => {
      await unit.prefetch(async () => {});
      await unit.record(entry('person.import', 'person:a', [create('person', person('a'))]));
      const { id, site } = (await unit.get('person', 'a')) ?? person('a');
      expect([id, site, await unit.count('person', {})]).toEqual(['a', person('a').site, 1]);
      await unit.record(entry('person.import', 'person:a', [moved(person('a'), 'Pau')]));
      expect(await unit.get('person', 'a')).toMatchObject({ site: 'Pau' });
      expect(await unit.find('person', { site: 'Pau' })).toHaveLength(1);
    });
    await checkEverything(t, { byTheBook: false });
  });
});

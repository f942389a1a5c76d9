import { create, update } from '../../../src/book/tables/lifecycle.ts';
import { entry, person } from '../../support/records/rows.ts';
import { openTestStore, type TestStore } from '../../support/records/store.ts';
import { checkEverything } from '../../support/world/check.ts';

/** Adds so many people, an entry each, and moves each to another service with the next one. */
function add({ store }: TestStore, name: string, count: number, end?: Error): Promise<void> {
  return store.transact(async (unit) => {
    for (let i = 0; i < count; i += 1) {
      const row = person(`${name}-${i}`);
      await unit.record(entry('person.import', `person:${row.id}`, [create('person', row)]));
      const moved = update('person', row, { service: `PREF-${i}` }, { service: row.service });
      await unit.record(entry('person.import', `person:${row.id}`, [moved]));
    }
    if (end) throw end;
  });
}

describe('a unit behind a refused one', () => {
  it('has the tree, the tip and the rows as if that had never been', async () => {
    const t = await openTestStore();
    const refused = new Error('refused');
    const units = [
      ...[add(t, 'a', 3), add(t, 'b', 4, refused), add(t, 'c', 1), add(t, 'd', 1, refused)],
      ...[add(t, 'e', 2, refused), add(t, 'f', 5)],
    ];
    const ends = (await Promise.allSettled(units)).map(({ status }) => status);
    expect(ends).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'rejected', 'fulfilled']);
    await add(t, 'g', 2);
    expect(await checkEverything(t, { byTheBook: false })).toMatchObject({ size: 22, rows: 11 });
  });

  it('may be alone in its group', async () => {
    const t = await openTestStore({ groupOf: 1 });
    const units = [add(t, 'a', 3), add(t, 'b', 1, new Error('refused')), add(t, 'c', 2)];
    const ends = (await Promise.allSettled(units)).map(({ status }) => status);
    expect(ends).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await checkEverything(t, { byTheBook: false })).toMatchObject({ size: 10, rows: 5 });
  });
});

describe('a row that one unit writes more than once', () => {
  it('is sealed as it stands in the end, whoever read it in between', async () => {
    const t = await openTestStore();
    await add(t, 'a', 1);
    await t.store.transact(async (unit) => {
      const before = await unit.get('person', 'a-0');
      const first = update('person', before ?? person('none'), { site: 'Lille' }, { site: 'Bordeaux' });
      const second = update('person', before ?? person('none'), { service: 'DNUM' }, { site: 'Lille' });
      await unit.record(entry('person.import', 'person:a-0', [first, second]));
      const [found] = await unit.find('person', { site: 'Lille' });
      await unit.record(
        entry('person.import', 'person:a-0', [update('person', found ?? person('none'), { site: 'Pau' })]),
      );
    });
    expect(await t.store.reads.get('person', 'a-0')).toMatchObject({ service: 'DNUM', site: 'Pau' });
    expect(t.tampered).toEqual([]);
    await checkEverything(t, { byTheBook: false });
  });

  it('is refused with what stood before, when it is not as expected half-way', async () => {
    const t = await openTestStore();
    await add(t, 'a', 1);
    const stale = update('person', person('a-0'), { site: 'Lille' }, { service: 'NOBODY' });
    const change = t.store.transact((unit) =>
      unit.record(entry('person.import', 'person:a-0', [stale, create('person', person('a-0'))])),
    );
    await expect(change).rejects.toMatchObject({ code: 'conflict', detail: { table: 'person', id: 'a-0' } });
    expect(await checkEverything(t, { byTheBook: false })).toMatchObject({ size: 2, rows: 1 });
  });
});

describe('what a unit erases', () => {
  it('is gone, also where the same unit has made it', async () => {
    const t = await openTestStore();
    await t.store.transact(async (unit) => {
      for (const id of ['gone', 'stays']) {
        await unit.record(entry('person.import', `person:${id}`, [create('person', person(id))]));
      }
      const none = { directoryId: null, givenName: null, familyName: null, email: null, purgedAt: 1 };
      await unit.record(entry('person.purge', 'person:gone', [update('person', person('gone'), none)]));
      const others = {
        requestIds: [],
        certificateIds: [],
        handoverIds: [],
        deviceIds: [],
        tokenIds: [],
        apiTokenIds: [],
      };
      await unit.erase({ personId: 'gone', ...others });
    });
    const subjects = await t.behind.all('select distinct "subject" from "opening"');
    expect(subjects).toEqual([{ subject: 'person:stays' }]);
    expect(await checkEverything(t, { byTheBook: false })).toMatchObject({ size: 3, rows: 2 });
  });
});

import { create } from '../../../src/book/tables/lifecycle.ts';
import { parseEntry } from '../../../src/journal/entry.ts';
import { compareTables } from '../../../src/store/compare/compare.ts';
import { openReadOnlyServer } from '../../../src/store/postgres/read-only.ts';
import { type OpenStore, openStore } from '../../../src/store/store.ts';
import { behindServer } from '../../support/records/behind.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { newDatabase, type TestDatabase } from '../../support/records/postgres.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';
import { entry, person } from '../../support/records/rows.ts';
import { START, seededChance, settableClock } from '../../support/records/store.ts';
import { checkEverything } from '../../support/world/check.ts';

const UNITS = 200;
let database: TestDatabase;
let stores: OpenStore[];

beforeEach(async () => {
  database = await newDatabase();
  const open = (seed: string) => {
    const [clock, chance] = [settableClock(START), seededChance(seed)];
    return openStore({ postgres: database.address, clock, chance, judge: noJudge, rowKey: ROW_KEY });
  };
  stores = await Promise.all([open('one'), open('other')]);
});
afterEach(async () => {
  await Promise.all(stores.map(({ close }) => close()));
  await database.drop();
});

/** Adds a person, and gives them the next number of a series that all share. */
const come = ({ store }: OpenStore, id: string) =>
  store.transact(async (unit) => {
    await unit.record(entry('person.import', `person:${id}`, [create('person', person(id))]));
    return unit.nextNumber('DEM-1998');
  });

describe('two services that write to one database at once', () => {
  it('write one journal without a fork, each entry once, and tables that are what it says', async () => {
    const works = stores.flatMap((store, s) => Array.from({ length: UNITS }, (_, i) => come(store, `${s}-${i}`)));
    const numbers = await Promise.all(works);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 2 * UNITS }, (_, i) => i + 1));
    const [{ journal, lists }] = stores as [OpenStore];
    const subjects = new Set<string>();
    for await (const page of journal.lines(0, await journal.size())) {
      for (const line of page) subjects.add(parseEntry(line).subject);
    }
    expect([await journal.size(), subjects.size]).toEqual([2 * UNITS, 2 * UNITS]);
    const behind = behindServer(database.config);
    const checked = await checkEverything({ journal, lists, behind }, { byTheBook: false });
    expect(checked).toMatchObject({ size: 2 * UNITS, rows: 2 * UNITS });
    // one stretch from the first entry to the last: neither service took the other's entries for somebody's
    const tips = await behind.all<{ id: string; size: number }>('select "id", "size" from "journalTip"');
    expect(tips).toEqual([{ id: '0', size: 2 * UNITS }]);
    const compared = await compareTables({ open: () => openReadOnlyServer(database.address), rowKey: ROW_KEY });
    expect(compared).toMatchObject({ size: 2 * UNITS, total: 0 });
  });

  it('seal one stretch where units make several entries, and some are undone after them', async () => {
    const UNDONE = new Error('undone');
    const several = ({ store }: OpenStore, id: string, isKept: boolean) =>
      store
        .transact(async (unit) => {
          for (const nth of ['a', 'b', 'c'])
            await unit.record(entry('person.import', `person:${id}${nth}`, [create('person', person(`${id}${nth}`))]));
          if (!isKept) throw UNDONE;
        })
        .catch((error: unknown) => expect(error).toBe(UNDONE));
    const works = stores.flatMap((store, s) =>
      Array.from({ length: UNITS / 4 }, (_, i) => several(store, `${s}-${i}`, i % 5 !== 0)),
    );
    await Promise.all(works);
    const size = 2 * (UNITS / 4) * 0.8 * 3;
    const behind = behindServer(database.config);
    const tips = await behind.all<{ id: string; size: number }>('select "id", "size" from "journalTip"');
    expect(tips).toEqual([{ id: '0', size }]);
    const compared = await compareTables({ open: () => openReadOnlyServer(database.address), rowKey: ROW_KEY });
    expect(compared).toMatchObject({ size, total: 0 });
  });

  it('refuse in one what the other did before', async () => {
    const [one, other] = stores as [OpenStore, OpenStore];
    const results = await Promise.allSettled([come(one, 'same'), come(other, 'same')]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
    expect(await one.journal.size()).toBe(1);
  });
});

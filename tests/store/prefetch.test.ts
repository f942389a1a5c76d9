import pg from 'pg';
import { create, update } from '../../src/book/tables/lifecycle.ts';
import type { WorkstationRow } from '../../src/book/tables/rows/workstations.ts';
import { checkEverything } from '../support/check.ts';
import { entry, person, workstation } from '../support/rows.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const machine = (n: number, own: Partial<WorkstationRow> = {}): WorkstationRow =>
  workstation(`w${n}`, { assetNumber: `PN-${n}`, serialNumber: `SN-${n}`, ...own });
const added = (row: WorkstationRow) =>
  entry('workstation.import', `workstation:${row.id}`, [create('workstation', row)]);
const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
const rowsOf = (t: TestStore) => t.store.reads.count('workstation', {});

/** What `work` asks a server, in order. */
async function asked(work: () => Promise<unknown>): Promise<string[]> {
  const { query } = pg.Client.prototype;
  const texts: string[] = [];
  pg.Client.prototype.query = function listening(this: pg.Client, ...of: unknown[]) {
    const [said] = of;
    texts.push(typeof said === 'string' ? said : String((said as { text?: unknown }).text));
    return Reflect.apply(query, this, of);
  } as typeof query;
  await work().finally(() => {
    pg.Client.prototype.query = query;
  });
  return texts;
}

describe('what a unit prefetches', () => {
  it('is what it finds later, as it stands by then', async () => {
    const t = await openTestStore();
    const first = machine(1);
    await t.store.transact((unit) => unit.record(added(first)));
    await t.store.transact(async (unit) => {
      const find = (assetNumber: string) => unit.find('workstation', { assetNumber });
      const idsOf = async (assetNumber: string) => (await find(assetNumber)).map(({ id }) => id);
      await unit.prefetch(async (reads) => {
        await Promise.all(['PN-1', 'PN-2', 'PN-9'].map((assetNumber) => reads.find('workstation', { assetNumber })));
      });
      expect([await idsOf('PN-1'), await idsOf('PN-2'), await idsOf('PN-9')]).toEqual([['w1'], [], []]);
      await unit.record(added(machine(2)));
      expect([await idsOf('PN-2'), await idsOf('PN-9')]).toEqual([['w2'], []]);
      const renamed = update('workstation', first, { assetNumber: 'PN-9', site: 'Pau' });
      await unit.record(entry('workstation.import', 'workstation:w1', [renamed]));
      expect([await idsOf('PN-1'), await find('PN-9')]).toEqual([[], [{ ...first, assetNumber: 'PN-9', site: 'Pau' }]]);
    });
    await checkEverything(t, { byTheBook: false });
  });

  it('is of people whoever is alike by then, whatever the case', async () => {
    const t = await openTestStore();
    await t.store.transact(async (unit) => {
      const alike = async (directoryId: string) =>
        (await unit.peopleWithIdentifiers({ directoryId })).map(({ id }) => id);
      await unit.prefetch((reads) => Promise.all([reads.peopleWithIdentifiers({ directoryId: 'Anne' })]));
      expect(await alike('Anne')).toEqual([]);
      const row = person('a', { directoryId: 'ANNE' });
      await unit.record(entry('person.import', 'person:a', [create('person', row)]));
      expect(await alike('Anne')).toEqual(['a']);
    });
  });

  it('gives no array away that somebody else looks at', async () => {
    const t = await openTestStore();
    await t.store.transact(async (unit) => {
      await unit.record(added(machine(1)));
      await unit.prefetch((reads) => reads.find('workstation', { assetNumber: 'PN-1' }));
      (await unit.find('workstation', { assetNumber: 'PN-1' })).pop();
      expect(await unit.find('workstation', { assetNumber: 'PN-1' })).toHaveLength(1);
    });
  });
});

describe('the entries of a unit that has prefetched something', () => {
  const many = (
    t: TestStore,
    rows: readonly WorkstationRow[],
    caught: (error: unknown) => void = (e) => {
      throw e;
    },
  ) =>
    t.store.transact(async (unit) => {
      await unit.prefetch((reads) =>
        Promise.all(rows.map(({ assetNumber }) => reads.find('workstation', { assetNumber }))),
      );
      for (const row of rows) await unit.record(added(row)).catch(caught);
    });

  it('are all there, in their order', async () => {
    const t = await openTestStore();
    await many(
      t,
      numbers.map((n) => machine(n)),
    );
    expect(await checkEverything(t, { byTheBook: false })).toMatchObject({
      size: numbers.length,
      rows: numbers.length,
    });
  });

  it.each([
    ['the first', 1],
    ['one among them', 3],
    ['the last', 8],
  ])('are lost together where %s runs into another row, and say which refusal it was', async (_, at) => {
    const t = await openTestStore();
    await t.store.transact((unit) => unit.record(added(machine(100))));
    const rows = numbers.map((n) => machine(n, n === at ? { serialNumber: 'SN-100' } : {}));
    const refusal = { code: 'conflict', detail: { table: 'workstation' } };
    await expect(many(t, rows)).rejects.toMatchObject(refusal);
    expect(await rowsOf(t)).toBe(1);
    // also where the act goes on without that one
    await expect(many(t, rows, () => {})).rejects.toMatchObject(refusal);
    expect(await rowsOf(t)).toBe(1);
    await many(
      t,
      numbers.map((n) => machine(n)),
    );
    expect(await checkEverything(t, { byTheBook: false })).toMatchObject({ size: 1 + numbers.length });
  });

  it('keep what else they are refused for', async () => {
    const t = await openTestStore();
    const refused = t.store.transact(async (unit) => {
      await unit.prefetch(async () => {});
      for (const n of numbers) await unit.record(added(machine(n)));
      throw new Error('refused');
    });
    await expect(refused).rejects.toThrow('refused');
    expect(await rowsOf(t)).toBe(0);
  });

  if (process.env['JETON_TEST_ENGINE'] === 'postgres') {
    it('ask a server for nothing that was prefetched', async () => {
      const t = await openTestStore();
      const finds = (texts: readonly string[]) =>
        texts.filter((text) => /select \* from "workstation"/.test(text)).length;
      const rows = numbers.map((n) => machine(n));
      const look = async () => {
        await t.store.transact(async (unit) => {
          await unit.prefetch((reads) =>
            Promise.all(rows.map(({ assetNumber }) => reads.find('workstation', { assetNumber }))),
          );
          for (const { assetNumber } of [...rows, ...rows]) await unit.find('workstation', { assetNumber });
        });
      };
      expect(finds(await asked(look))).toBe(rows.length);
    });
  }
});

import pg from 'pg';
import { create, update } from '../../../src/book/tables/lifecycle.ts';
import type { WorkstationRow } from '../../../src/book/tables/rows/workstations.ts';
import { entry, person, workstation } from '../../support/records/rows.ts';
import { openTestStore, type TestStore } from '../../support/records/store.ts';
import { checkEverything } from '../../support/world/check.ts';

const machine = (n: number, own: Partial<WorkstationRow> = {}): WorkstationRow =>
  workstation(`w${n}`, { assetNumber: `PN-${n}`, serialNumber: `SN-${n}`, ...own });
const added = (row: WorkstationRow) =>
  entry('workstation.import', `workstation:${row.id}`, [create('workstation', row)]);
const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
const rowsOf = (t: TestStore) => t.store.reads.count('workstation', {});

/** What `work` asks a server, in order. */
async function asked(work: (texts: readonly string[]) => Promise<unknown>): Promise<string[]> {
  const { query } = pg.Client.prototype;
  const texts: string[] = [];
  pg.Client.prototype.query = function listening(this: pg.Client, ...of: unknown[]) {
    const [said] = of;
    texts.push(typeof said === 'string' ? said : String((said as { text?: unknown }).text));
    return Reflect.apply(query, this, of);
  } as typeof query;
  await work(texts).finally(() => {
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

describe('people who are prefetched together', () => {
  const known = [
    person('a', { directoryId: 'anne', email: 'anne@interieur.example', userPrincipalName: 'a.martin' }),
    person('b', { directoryId: 'BRUNO', email: 'dnum', securityIdentifier: 'S-1-5' }),
    person('c', { directoryId: 'chloe@interieur.example', email: 'c@interieur.example' }),
    person('d', { directoryId: 'élodie', email: null }),
    person('k', { directoryId: '\u212Aim', email: null }),
  ];
  const asked = [
    { directoryId: 'ANNE' },
    { directoryId: 'nobody', userPrincipalName: 'A.MARTIN' },
    { directoryId: 'dnum', email: 'x@interieur.example' },
    { directoryId: 'dnum' },
    { directoryId: 'c', email: 'Chloe@interieur.example' },
    { directoryId: 'nobody', securityIdentifier: 'S-1-5' },
    { directoryId: 'nobody', securityIdentifier: 's-1-5' },
    { directoryId: 'Élodie' },
    { directoryId: 'kim' },
    { directoryId: '\u212AIM' },
    { directoryId: 'bruno', email: null, userPrincipalName: null, securityIdentifier: null },
  ];
  it('are those that are found one by one', async () => {
    const t = await openTestStore();
    await t.store.transact(async (unit) => {
      for (const row of known) await unit.record(entry('person.import', `person:${row.id}`, [create('person', row)]));
    });
    const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).sort();
    const alone = await Promise.all(asked.map((one) => t.store.reads.peopleWithIdentifiers(one)));
    await t.store.transact(async (unit) => {
      await unit.prefetch(async (reads) => {
        const together = await Promise.all(asked.map((one) => reads.peopleWithIdentifiers(one)));
        expect(together.map(idsOf)).toEqual(alone.map(idsOf));
      });
      for (const [i, one] of asked.entries())
        expect(idsOf(await unit.peopleWithIdentifiers(one))).toEqual(idsOf(alone[i] ?? []));
    });
    expect(alone.map(({ length }) => length).slice(0, 7)).toEqual([1, 1, 1, 0, 1, 1, 0]);
  });
});

describe('the entries of a unit that has prefetched something', () => {
  const inUnit = (t: TestStore, work: Parameters<TestStore['store']['transact']>[0]) =>
    t.store.transact(async (unit) => {
      await unit.prefetch(async () => {});
      await work(unit);
    });

  it('are seen by whatever the unit looks for', async () => {
    const t = await openTestStore();
    await inUnit(t, async (unit) => {
      await unit.record(added(machine(1)));
      expect(await unit.count('workstation', {})).toBe(1);
      await unit.record(added(machine(2)));
      await unit.record(added(machine(3)));
      expect(await unit.find('workstation', { model: machine(1).model })).toHaveLength(3);
      expect(await unit.get('workstation', 'w2')).toEqual(machine(2));
    });
    expect(await checkEverything(t, { byTheBook: false })).toMatchObject({ size: 3, rows: 3 });
  });

  it('change rows that the unit has made, and others', async () => {
    const t = await openTestStore();
    const [old, made] = [machine(1), machine(2)];
    await t.store.transact((unit) => unit.record(added(old)));
    await inUnit(t, async (unit) => {
      await unit.record(added(made));
      const moved = (row: WorkstationRow, site: string) =>
        unit.record(entry('workstation.update', `workstation:${row.id}`, [update('workstation', row, { site })]));
      await moved(made, 'Pau');
      await moved(old, 'Metz');
      await moved({ ...old, site: 'Metz' }, 'Brest');
      await unit.record(added(machine(3)));
    });
    const found = await t.store.reads.find('workstation', {});
    expect(found).toEqual([{ ...old, site: 'Brest' }, { ...made, site: 'Pau' }, machine(3)]);
    expect(await checkEverything(t, { byTheBook: false })).toMatchObject({ size: 6, rows: 3 });
  });

  it('are refused where a row that waits is not as it was expected', async () => {
    const t = await openTestStore();
    const lost = inUnit(t, async (unit) => {
      await unit.record(added(machine(1)));
      const moved = update('workstation', machine(1), { site: 'Pau' }, { site: 'Nice' });
      await unit.record(entry('workstation.update', 'workstation:w1', [moved]));
    });
    await expect(lost).rejects.toMatchObject({ code: 'conflict', detail: { table: 'workstation', id: 'w1' } });
    expect(await rowsOf(t)).toBe(0);
  });

  it('are refused where a row is made twice, and where one names what is made behind it', async () => {
    const t = await openTestStore();
    const twice = inUnit(t, async (unit) => {
      await unit.record(added(machine(1)));
      await unit.record(added({ ...machine(2), id: 'w1' }));
    });
    await expect(twice).rejects.toMatchObject({ code: 'conflict' });
    const early = inUnit(t, async (unit) => {
      await unit.record(added(machine(1, { holderId: 'a' })));
      await unit.record(entry('person.import', 'person:a', [create('person', person('a'))]));
    });
    await expect(early).rejects.toBeDefined();
    await inUnit(t, async (unit) => {
      await unit.record(added(machine(1)));
      await unit.record(entry('person.import', 'person:a', [create('person', person('a'))]));
      await unit.record(added(machine(2, { holderId: 'a' })));
      await unit.record(entry('person.import', 'person:b', [create('person', person('b'))]));
      await unit.record(added(machine(3, { holderId: 'b' })));
    });
    expect(await checkEverything(t, { byTheBook: false })).toMatchObject({ size: 5 });
  });

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

  it('are seen by each of the things that are asked at once', async () => {
    const t = await openTestStore();
    await inUnit(t, async (unit) => {
      for (const n of [...numbers, 9]) await unit.record(added(machine(n)));
      expect(await Promise.all([unit.count('request', {}), unit.count('workstation', {})])).toEqual([0, 9]);
    });
  });

  it('go on from where the journal stands after as many that were undone', async () => {
    const t = await openTestStore();
    const more = Array.from({ length: 20 }, (_, n) => machine(n));
    const undone = inUnit(t, async (unit) => {
      for (const row of more) await unit.record(added(row));
      throw new Error('refused');
    });
    await expect(undone).rejects.toThrow('refused');
    await many(t, more);
    expect(await t.behind.all('select "id", "size" from "journalTip"')).toEqual([{ id: '0', size: more.length }]);
    expect(await checkEverything(t, { byTheBook: false })).toMatchObject({ size: more.length, rows: more.length });
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
      expect(finds(await asked(look))).toBe(1);
    });

    it('are sent eight at a time, while the unit goes on', async () => {
      const t = await openTestStore();
      const rows = Array.from({ length: 20 }, (_, n) => machine(n));
      const inserts = (texts: readonly string[], table: string) =>
        texts.filter((text) => text.includes(`insert into "${table}"`)).length;
      const meanwhile: number[] = [];
      const texts = await asked((soFar) =>
        t.store.transact(async (unit) => {
          await unit.prefetch(async () => {});
          for (const row of rows) {
            await unit.record(added(row));
            meanwhile.push(inserts(soFar, 'workstation'));
          }
        }),
      );
      expect(meanwhile).toEqual([...Array(7).fill(0), ...Array(8).fill(1), ...Array(5).fill(2)]);
      expect([inserts(texts, 'workstation'), inserts(texts, 'journalEntry')]).toEqual([3, 3]);
      expect(await checkEverything(t, { byTheBook: false })).toMatchObject({ size: rows.length, rows: rows.length });
    });
  }
});

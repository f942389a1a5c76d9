import { create } from '../../../src/book/tables/lifecycle.ts';
import { everyRow, newestRows } from '../../../src/flow/reading/row-finder.ts';
import { entry, workstation } from '../../support/records/rows.ts';
import { openTestStore, type TestStore } from '../../support/records/store.ts';

const IDS = ['w1', 'w2', 'w3', 'w4', 'w5'];

describe('rows that a life is told from', () => {
  let t: TestStore;
  beforeEach(async () => {
    t = await openTestStore();
    const machines = IDS.map((id) => create('workstation', workstation(id, { site: 'Pau', service: 'S' })));
    await t.store.transact((unit) => unit.record(entry('x.y', 'x', machines)));
  });
  /** The lists, which say what they are asked for. */
  const watched = () => {
    const asked: string[] = [];
    const cells: TestStore['lists']['cells'] = (table, columns, where, page) => {
      asked.push(table);
      return t.lists.cells(table, columns, where, page);
    };
    const newestCells: TestStore['lists']['newestCells'] = (table, columns, of, limit) => {
      asked.push(table);
      return t.lists.newestCells(table, columns, of, limit);
    };
    return { lists: { cells, newestCells }, asked };
  };

  it('are found every one, so many by each statement', async () => {
    const { lists, asked } = watched();
    expect(await everyRow(lists, 2).of('workstation', ['site'], { service: 'S' })).toEqual(
      IDS.map((id) => ({ id, site: 'Pau' })),
    );
    expect(asked).toHaveLength(3);
    const of = ['w5', 'nobodys', 'w1', 'w2', 'w3'];
    const found = await everyRow(lists, 2).having('workstation', [], 'id', of);
    expect(found.map(({ id }) => id).sort()).toEqual(['w1', 'w2', 'w3', 'w5']);
    expect(await everyRow(lists, 3).having('workstation', [], 'service', ['S'])).toHaveLength(5);
  });

  it('are the newest where no more are asked for', async () => {
    const { lists } = watched();
    const rows = newestRows(lists, 2);
    const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id);
    expect(ids(await rows.of('workstation', [], { service: 'S' }))).toEqual(['w5', 'w4']);
    expect(ids(await rows.having('workstation', [], 'service', ['S', 'T']))).toEqual(['w5', 'w4']);
    expect(await rows.having('workstation', [], 'service', [])).toEqual([]);
  });

  it('are the newest of each value', async () => {
    const others = ['x1', 'x2'].map((id) => create('workstation', workstation(id, { site: 'Pau', service: 'T' })));
    await t.store.transact((unit) => unit.record(entry('x.y', 'x', others)));
    const { lists } = watched();
    const found = await newestRows(lists, 2).each('workstation', ['site'], 'service', ['S', 'T', 'nobodys']);
    expect(found.map(({ id, site }) => `${id} ${site}`).sort()).toEqual(['w4 Pau', 'w5 Pau', 'x1 Pau', 'x2 Pau']);
    await expect(newestRows(lists, 2).each('workstation', [], 'service', [])).resolves.toEqual([]);
    await expect(everyRow(lists, 2).each('workstation', [], 'service', ['S', 'T'])).resolves.toHaveLength(7);
  });

  it('leave everybody else a turn after each statement', async () => {
    const { lists, asked } = watched();
    const turns: number[] = [];
    let over = false;
    const others = (async () => {
      while (!over) {
        turns.push(asked.length);
        await new Promise((turn) => setImmediate(turn));
      }
    })();
    await everyRow(lists, 1).having('workstation', [], 'id', IDS);
    await newestRows(lists, 1).of('workstation', [], { service: 'S' });
    await newestRows(lists, 1).each('workstation', [], 'service', ['S']);
    over = true;
    await others;
    // never more than one statement since the turn before
    expect(turns.every((count, i) => i === 0 || count - (turns[i - 1] ?? 0) <= 1)).toBe(true);
    expect(asked.length).toBeGreaterThan(5);
  });
});

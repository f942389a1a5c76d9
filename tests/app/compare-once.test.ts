import { compareOnce } from '../../src/app/compare-once.ts';
import { create } from '../../src/book/tables/lifecycle.ts';
import { ROW_KEY } from '../support/records/row-key.ts';
import { entry, person } from '../support/records/rows.ts';
import { openTestStore } from '../support/records/store.ts';

describe('the process that compares', () => {
  it('says how far it is, and what it found', async () => {
    const t = await openTestStore();
    await t.store.transact((unit) => unit.record(entry('person.import', 'person:a', [create('person', person('a'))])));
    const told: number[][] = [];
    const task = { place: t.place, rowKey: Buffer.from(ROW_KEY).toString('base64') };
    const { size, rows, sealed, total } = await compareOnce(task, (...of) => void told.push(of)).answer;
    expect([size, rows, total]).toEqual([1, 1, 0]);
    expect(told[0]).toEqual([0, size + rows + sealed]);
  });
});

import Database from 'better-sqlite3';
import { create } from '../../../src/book/tables/lifecycle.ts';
import { openStore } from '../../../src/store/store.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';
import { entry, person } from '../../support/records/rows.ts';
import { openTestStore, type TestStore } from '../../support/records/store.ts';

const come = ({ store }: TestStore, id: string, refusal?: Error) =>
  store.transact(async (unit) => {
    await unit.record(entry('test.come', 'test', [create('person', person(id))]));
    if (refusal) throw refusal;
  });

describe('the index of words', () => {
  it('is that of its texts, whatever was refused beside them in the same commit', async () => {
    const t = await openTestStore();
    const refused = new Error('refused');
    await Promise.allSettled([come(t, 'x', refused), come(t, 'y'), come(t, 'z', refused)]);
    const db = new Database(t.path);
    for (const table of ['person', 'workstation', 'token', 'request'])
      db.exec(`insert into "${table}Words" ("${table}Words", "rank") values ('integrity-check', 1)`);
    db.close();
  });

  it('is whole again at the next start where its triggers were dropped', async () => {
    const t = await openTestStore();
    await come(t, 'y');
    await t.close();
    const db = new Database(t.path);
    db.exec(`drop trigger "personTextGoes"; delete from "personText"`);
    db.close();
    const { clock, chance, path } = t;
    const again = await openStore({ path, clock, chance, judge: noJudge, rowKey: ROW_KEY, mendTriggers: true });
    expect(again.mendedTriggers).toEqual(['personTextGoes']);
    expect((await again.lists.people({ text: 'agard y' }, { limit: 5 })).items.map(({ id }) => id)).toEqual(['y']);
    await again.close();
  });
});

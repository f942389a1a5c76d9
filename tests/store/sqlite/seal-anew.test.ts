import Database from 'better-sqlite3';
import { create } from '../../../src/book/tables/lifecycle.ts';
import { openStore } from '../../../src/store/store.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { fillAs } from '../../support/records/retold.ts';
import { entry, person } from '../../support/records/rows.ts';
import { openTestStore, type TestStore } from '../../support/records/store.ts';

const NEXT = new Uint8Array(32).fill(1);
const again = ({ path, clock, chance }: TestStore) => openStore({ path, clock, chance, judge: noJudge, rowKey: NEXT });

describe('seals under another key', () => {
  it('reach the rows behind any that somebody put in, whatever their keys', async () => {
    const t = await openTestStore();
    await t.store.transact((unit) => unit.record(entry('import', 'x', [create('person', person('p'))])));
    await t.identity.keepPassword('p', 'hash', 1);
    const db = new Database(t.path);
    db.pragma('foreign_keys = off');
    // texts that are no UTF-8: each is read as another one, which stands behind them all
    db.exec(`insert into "password" ("personId", "hash", "setAt", "seal")
      with recursive n(i) as (select 0 union all select i + 1 from n where i < 2100)
      select cast(x'61ff' || printf('%04d', i) as text), 'x', 1, 'x' from n`);
    db.close();
    expect(await t.store.transact((unit) => unit.sealAnew(NEXT))).toBe(3); // with the tip of the journal
    await t.close();
    const next = await again(t);
    expect(await next.identity.passwordOf('p')).toMatchObject({ hash: 'hash' });
    await next.close();
  });

  it('reach a row wherever it stands in the file', async () => {
    const t = await openTestStore();
    const changes = ['p', 'q'].map((id) => create('person', person(id)));
    await t.store.transact((unit) => unit.record(entry('import', 'x', changes)));
    await t.behind.run('update person set rowid = 7000000000 where id = ?', 'p');
    expect(await t.store.transact((unit) => unit.sealAnew(NEXT))).toBe(3);
    await t.close();
    const next = await again(t);
    for (const id of ['p', 'q']) expect(await next.store.reads.get('person', id)).toBeDefined();
    await next.close();
  });

  it('are given to none where the index of a key was filled in another order', async () => {
    const t = await openTestStore();
    await t.store.transact(async (unit) => {
      const rows = Array.from({ length: 3_500 }, (_, i) => ({ id: `${i % 2 ? 'A' : 'a'}${10_000 + i}`, value: '1' }));
      const changes = rows.map((row) => create('setting', row));
      for (let i = 0; i < rows.length; i += 100) await unit.record(entry('x', 'x', changes.slice(i, i + 100)));
    });
    fillAs(t.path, 'setting', { by: 'PRIMARY KEY', to: 'PRIMARY KEY COLLATE NOCASE' });
    await expect(t.store.transact((unit) => unit.sealAnew(NEXT))).rejects.toThrow('in the order of their key');
    await t.close();
  });
});

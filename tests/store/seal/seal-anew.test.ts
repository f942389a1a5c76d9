import Database from 'better-sqlite3';
import { create } from '../../../src/book/tables/lifecycle.ts';
import { openStore } from '../../../src/store/store.ts';
import { noJudge } from '../../support/no-judge.ts';
import { fillAs } from '../../support/retold.ts';
import { entry, person } from '../../support/rows.ts';
import { openTestStore, START } from '../../support/store.ts';

const NEXT = new Uint8Array(32).fill(1);
const CALL = { route: 'POST /requests', bodyHash: 'h', callId: 'first', sentAt: START, expiresAt: START + 10 };

describe('seals under another key', () => {
  it('take the place of those before, page after page, but of rows that were edited', async () => {
    const t = await openTestStore();
    const ids = Array.from({ length: 1_300 }, (_, i) => `p${i}`);
    for (let i = 0; i < ids.length; i += 50) {
      const changes = ids.slice(i, i + 50).map((id) => create('person', person(id)));
      await t.store.transact((unit) => unit.record(entry('import', 'x', changes)));
    }
    await t.identity.keepPassword('p7', 'hash', 1);
    const db = new Database(t.path);
    db.exec(`update person set site = 'Lyon' where id = 'p3'; update person set rowid = 7000000000 where id = 'p9'`);
    db.close();
    expect(await t.store.transact((unit) => unit.sealAnew(NEXT))).toBe(1_301);
    await t.close();

    const next = await openStore({ ...t, judge: noJudge, rowKey: NEXT });
    expect(await next.store.reads.count('person', {})).toBe(1_300);
    for (const id of ['p0', 'p9', 'p999', 'p1299']) expect(await next.store.reads.get('person', id)).toBeDefined();
    expect(await next.identity.passwordOf('p7')).toMatchObject({ hash: 'hash' });
    await expect(next.store.reads.get('person', 'p3')).rejects.toMatchObject({ code: 'record_tampered' });
    await next.close();
  });

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
    const next = await openStore({ ...t, judge: noJudge, rowKey: NEXT });
    expect(await next.identity.passwordOf('p')).toMatchObject({ hash: 'hash' });
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

  it('are given to rows whose key has two columns', async () => {
    const t = await openTestStore();
    await t.store.transact((unit) => unit.record(entry('import', 'x', [create('person', person('p'))])));
    const calls = Array.from({ length: 1_100 }, (_, i) => ({ caller: `p${i % 3}`, key: `s${i}` }));
    await t.store.transact(async (unit) => {
      for (const call of calls) await unit.keepAnswer({ ...CALL, ...call }, { status: 200, body: null });
    });
    expect(await t.store.transact((unit) => unit.sealAnew(NEXT))).toBe(1_102);
    await t.close();
    const next = await openStore({ ...t, judge: noJudge, rowKey: NEXT });
    for (const i of [0, 1, 2, 999, 1_099]) {
      const call = { ...CALL, caller: `p${i % 3}`, key: `s${i}`, callId: 'second' };
      expect(await next.idempotency.find(call)).toMatchObject({ outcome: 'done' });
    }
    await next.close();
  });
});

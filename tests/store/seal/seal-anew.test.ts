import Database from 'better-sqlite3';
import { create } from '../../../src/book/tables/lifecycle.ts';
import { openStore } from '../../../src/store/store.ts';
import { noJudge } from '../../support/no-judge.ts';
import { entry, person } from '../../support/rows.ts';
import { openTestStore } from '../../support/store.ts';

const NEXT = new Uint8Array(32).fill(1);

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
});

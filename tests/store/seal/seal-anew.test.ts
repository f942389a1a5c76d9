import { create } from '../../../src/book/tables/lifecycle.ts';
import { openStore } from '../../../src/store/store.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { entry, person } from '../../support/records/rows.ts';
import { openTestStore, START, type TestStore } from '../../support/records/store.ts';

const NEXT = new Uint8Array(32).fill(1);
const CALL = { route: 'POST /requests', bodyHash: 'h', callId: 'first', sentAt: START, expiresAt: START + 10 };

const again = ({ place, clock, chance }: TestStore) =>
  openStore({ ...place, clock, chance, judge: noJudge, rowKey: NEXT });

describe('seals under another key', () => {
  it('take the place of those before, page after page, but of rows that were edited', async () => {
    const t = await openTestStore();
    const ids = Array.from({ length: 1_300 }, (_, i) => `p${i}`);
    for (let i = 0; i < ids.length; i += 50) {
      const changes = ids.slice(i, i + 50).map((id) => create('person', person(id)));
      await t.store.transact((unit) => unit.record(entry('import', 'x', changes)));
    }
    await t.identity.keepPassword('p7', 'hash', 1);
    await t.behind.run(`update "person" set "site" = 'Lyon' where "id" = 'p3'`);
    expect(await t.store.transact((unit) => unit.sealAnew(NEXT))).toBe(1_301);
    await t.close();

    const next = await again(t);
    expect(await next.store.reads.count('person', {})).toBe(1_300);
    for (const id of ['p0', 'p9', 'p999', 'p1299']) expect(await next.store.reads.get('person', id)).toBeDefined();
    expect(await next.identity.passwordOf('p7')).toMatchObject({ hash: 'hash' });
    await expect(next.store.reads.get('person', 'p3')).rejects.toMatchObject({ code: 'record_tampered' });
    await next.close();
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
    const next = await again(t);
    for (const i of [0, 1, 2, 999, 1_099]) {
      const call = { ...CALL, caller: `p${i % 3}`, key: `s${i}`, callId: 'second' };
      expect(await next.idempotency.find(call)).toMatchObject({ outcome: 'done' });
    }
    await next.close();
  });

  it('are given to what the same unit has recorded: the journal goes on from its tip', async () => {
    const t = await openTestStore();
    await t.store.transact(async (unit) => {
      await unit.record(entry('import', 'x', [create('person', person('p'))]));
      expect(await unit.sealAnew(NEXT)).toBe(2);
    });
    await t.close();
    const next = await again(t);
    await next.store.transact((unit) => unit.record(entry('import', 'y', [])));
    expect(await t.behind.all('select "id", "size" from "journalTip"')).toEqual([{ id: '0', size: 2 }]);
    await next.close();
  });
});

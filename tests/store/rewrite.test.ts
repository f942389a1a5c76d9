import Database from 'better-sqlite3';
import { create } from '../../src/book/tables/lifecycle.ts';
import { compareTables } from '../../src/store/compare/compare.ts';
import { openReadOnly } from '../../src/store/sqlite/read-only.ts';
import { ROW_KEY } from '../support/row-key.ts';
import { entry, person } from '../support/rows.ts';
import { openTestStore, START } from '../support/store.ts';

const CALL = { route: 'POST /requests', bodyHash: 'h', callId: 'first', sentAt: START, expiresAt: START + 10 };
const ANSWER = { status: 200, body: null };

describe('a repair', () => {
  it('takes away what nobody can vouch for, and no row beside it', async () => {
    const t = await openTestStore();
    await t.store.transact((unit) =>
      unit.record(
        entry(
          'import',
          'x',
          ['p', 'q'].map((id) => create('person', person(id))),
        ),
      ),
    );
    for (const caller of ['p', 'q']) {
      for (const key of ['k', 'l']) await t.idempotency.keep({ ...CALL, caller, key }, ANSWER);
      await t.identity.keepPassword(caller, 'hash', 1);
    }
    const db = new Database(t.path);
    db.exec(`update "idempotency" set "status" = 500 where "caller" = 'q' and "key" = 'k';
      update "password" set "setAt" = 2 where "personId" = 'p'`);
    const { differences } = await compareTables({ open: () => openReadOnly(t.path), rowKey: ROW_KEY });
    expect(differences.map(({ table }) => table)).toEqual(['password', 'idempotency']);
    await t.store.transact((unit) => unit.dropUnvouched(differences));
    const left = (sql: string) => db.prepare(sql).pluck().all();
    expect(left(`select "caller" || "key" from "idempotency" order by 1`)).toEqual(['pk', 'pl', 'ql']);
    expect(left('select "personId" from "password"')).toEqual(['q']);
    db.close();
  });

  it('writes rows that point to each other, whichever comes first', async () => {
    const t = await openTestStore();
    const account = { id: 'n', state: 'active', createdAt: START, inviterId: null, voucherId: null };
    const rows = [
      { table: 'account', id: 'n', row: account },
      { table: 'person', id: 'n', row: { ...person('n') } },
    ] as const;
    await t.store.transact((unit) => unit.rewriteRows(rows));
    expect(await t.store.reads.get('account', 'n')).toMatchObject(account);
    await expect(
      t.store.transact((unit) => unit.rewriteRows([{ table: 'person', id: 'n', row: null }])),
    ).rejects.toThrow();
    expect(await t.store.reads.get('person', 'n')).toMatchObject({ id: 'n' });
  });
});

import { create } from '../../src/book/tables/lifecycle.ts';
import { compareTables } from '../../src/store/compare/compare.ts';
import { openReadOnly } from '../../src/store/place.ts';
import { ROW_KEY } from '../support/records/row-key.ts';
import { entry, person } from '../support/records/rows.ts';
import { openTestStore, START } from '../support/records/store.ts';

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
    await t.behind.run(`update "idempotency" set "status" = 500 where "caller" = 'q' and "key" = 'k'`);
    await t.behind.run(`update "password" set "setAt" = 2 where "personId" = 'p'`);
    const { differences } = await compareTables({ open: () => openReadOnly(t.place), rowKey: ROW_KEY });
    expect(differences.map(({ table }) => table)).toEqual(['password', 'idempotency']);
    await t.store.transact((unit) => unit.dropUnvouched(differences));
    const left = async (sql: string) => (await t.behind.all<{ name: string }>(sql)).map(({ name }) => name);
    expect(await left(`select "caller" || "key" as "name" from "idempotency" order by 1`)).toEqual(['pk', 'pl', 'ql']);
    expect(await left('select "personId" as "name" from "password"')).toEqual(['q']);
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
    ).rejects.toMatchObject({ code: expect.stringMatching(/^(SQLITE_CONSTRAINT_FOREIGNKEY|23503)$/) });
    expect(await t.store.reads.get('person', 'n')).toMatchObject({ id: 'n' });
  });
});

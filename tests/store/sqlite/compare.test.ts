import Database from 'better-sqlite3';
import { create } from '../../../src/book/tables/lifecycle.ts';
import { compareTables } from '../../../src/store/compare/compare.ts';
import { openReadOnly } from '../../../src/store/sqlite/read-only.ts';
import { fillAs } from '../../support/records/retold.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';
import { entry } from '../../support/records/rows.ts';
import { openTestStore } from '../../support/records/store.ts';

/** A journal of two entries. */
async function house() {
  const t = await openTestStore();
  for (const action of ['name', 'rename']) await t.store.transact((unit) => unit.record(entry(action, 'x')));
  const compare = () => compareTables({ open: () => openReadOnly(t.path), rowKey: ROW_KEY });
  const found = async () =>
    (await compare()).differences.map(({ table, id, kind, columns }) => `${kind} ${table}:${id} ${columns}`);
  /** What somebody does who has the database file, and not the key. */
  const behind = (sql: string): void => {
    const db = new Database(t.path);
    db.exec(sql);
    db.close();
  };
  return { ...t, compare, found, behind };
}

describe('a file, held against the journal', () => {
  it('shows an entry that was replaced', async () => {
    const t = await house();
    t.behind(`drop trigger "journalEntryNoReplace"; insert or replace into "journalEntry"
      select "seq", "at", 'b', "role", "action", "subject", "outcome", replace("line", '"action":"rename"', '"action":"remane"')
      from "journalEntry" where "seq" = 1`);
    expect(await t.found()).toEqual(['missing trigger:journalEntryNoReplace ', 'different journalEntry:1 line']);
  });

  it.each([
    ['no UTF-8', `cast(x'61ff' || printf('%04d', i) as text)`],
    ['text behind a zero', `'a' || char(0) || printf('%04d', i)`],
  ])('shows all rows of more than a page, and those behind them, where their keys are %s', async (_, id) => {
    const t = await house();
    t.behind(`insert into "setting" ("id", "value", "seal") select ${id}, '1', 'x' from (
        with recursive n(i) as (select 0 union all select i + 1 from n where i < 2100) select i from n);
      insert into "setting" ("id", "value", "seal") values ('z', '1', 'x'), ('${'\u{10ffff}'}', '1', 'x')`);
    const { rows, differences } = await t.compare();
    expect(rows).toBe(2103);
    expect(differences.every(({ table, kind }) => table === 'setting' && kind === 'foreign')).toBe(true);
  });

  it('is read to an end where the index of a key was filled in another order', async () => {
    const t = await house();
    await t.store.transact(async (unit) => {
      const rows = Array.from({ length: 3500 }, (_, i) =>
        create('setting', { id: `${i % 2 ? 'A' : 'a'}${10_000 + i}`, value: '1' }),
      );
      for (let i = 0; i < rows.length; i += 100) await unit.record(entry('x', 'x', rows.slice(i, i + 100)));
    });
    expect(await t.found()).toEqual([]);
    fillAs(t.path, 'setting', { by: 'PRIMARY KEY', to: 'PRIMARY KEY COLLATE NOCASE' });
    expect(await t.found()).toContain('different schema:setting index');
    t.behind('reindex "setting"');
    expect(await t.found()).toEqual([]);
  });
});

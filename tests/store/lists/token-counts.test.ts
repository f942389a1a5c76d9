import { create } from '../../../src/book/tables/lifecycle.ts';
import type { DeliveryRow } from '../../../src/book/tables/rows/stock.ts';
import { compareTables } from '../../../src/store/compare/compare.ts';
import { openReadOnly } from '../../../src/store/place.ts';
import { openReadOnlyRecords } from '../../../src/store/read-only-records.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';
import { entry, person, token } from '../../support/records/rows.ts';
import { openTestStore, START, type TestStore } from '../../support/records/store.ts';

const DELIVERY: DeliveryRow = {
  id: 'd1',
  reference: 'BL-1',
  model: 'Twin',
  firmware: null,
  batch: null,
  count: 12,
  expectedId: null,
  locationId: null,
  receivedBy: 'a',
  receivedAt: START,
};
const TOKENS = Array.from({ length: 12 }, (_, i) => `T-${String(i).padStart(2, '0')}`);

describe('tokens are counted as they come, change and go', () => {
  let t: TestStore;
  beforeEach(async () => {
    t = await openTestStore();
    const rows = [create('person', person('a')), create('delivery', DELIVERY)];
    await t.store.transact(async (unit) => {
      await unit.record(entry('x.y', 'x', rows));
      const tokens = TOKENS.map((id) => create('token', token(id, 'd1', { model: 'Twin', label: id })));
      await unit.record(entry('x.y', 'x', tokens));
    });
  });
  afterEach(() => t.close());

  /** What the rows themselves come to. */
  const real = async () =>
    (
      await t.behind.all<{ location: string | null; model: string; state: string; n: number; onTheWay: number }>(
        `select "locationId" as "location", "model", "state", count(*) as "n", count("transferId") as "onTheWay"
          from "token" group by "locationId", "model", "state"`,
      )
    )
      .map((row) => ({ ...row, n: Number(row.n), onTheWay: Number(row.onTheWay) }))
      .map((row) => JSON.stringify(Object.entries(row).sort()))
      .sort();
  const counted = async () =>
    (await t.lists.stockLevels()).levels.map((row) => JSON.stringify(Object.entries(row).sort())).sort();

  it('by model, location and state, whatever becomes of them and however many at once', async () => {
    expect(await counted()).toEqual(await real());
    for (let step = 0; step < 60; step += 1) {
      const pick = () => TOKENS[t.chance.bytes(1)[0]! % TOKENS.length]!;
      const some = [pick(), pick(), pick()].map((id) => `'${id}'`).join(', ');
      const value = t.chance.bytes(1)[0]! % 3;
      const edits = [
        `update "token" set "state" = '${['in_stock', 'active', 'scrapped'][value]}' where "id" in (${some})`,
        `update "token" set "locationId" = ${['null', `'TLN'`, `'LYO'`][value]} where "id" in (${some})`,
        `update "token" set "model" = '${['A', 'B', 'C'][value]}', "cycle" = "cycle" + 1 where "id" in (${some})`,
        `update "token" set "transferId" = ${['null', `'one'`, `'two'`][value]} where "id" in (${some})`,
        `update "token" set "cycle" = "cycle" + 1`,
      ];
      await t.behind.run(edits[t.chance.bytes(1)[0]! % edits.length]!);
      expect(await counted()).toEqual(await real());
    }
    await t.behind.run(`delete from "token" where "id" < 'T-05'`);
    expect(await counted()).toEqual(await real());
    const { tokens } = await t.lists.stock();
    expect(tokens.reduce((sum, [, n]) => sum + n, 0)).toBe(7);
    await t.behind.run(`update "token" set "state" = 'in_stock', "transferId" = null`);
    expect(await t.lists.blanks()).toBe(7);
    await t.behind.run(`update "token" set "transferId" = 'one' where "id" < 'T-07'`);
    expect(await t.lists.blanks()).toBe(5);
    await t.behind.run('delete from "token"');
    expect([await counted(), await t.lists.blanks()]).toEqual([[], 0]);
  });

  it('and the models of a location are those of its tokens, whatever the counts say', async () => {
    await t.behind.run(`update "token" set "locationId" = 'TLN', "model" = 'B' where "id" < 'T-03'`);
    await t.behind.run(`update "token" set "locationId" = 'TLN', "model" = 'A' where "id" = 'T-03'`);
    await t.behind.run(`update "token" set "locationId" = 'TLN', "model" = 'C' where "id" = 'T-04'`);
    await t.behind.run(`update "token" set "locationId" = 'LYO' where "id" = 'T-03'`);
    await t.behind.run(`delete from "tokenCount" where "model" = 'C'`);
    await t.behind.run(`insert into "tokenCount" values ('TLN', 'D', 'in_stock', 0, 0)`);
    expect(await t.lists.modelsAt('TLN')).toEqual(['B', 'C']);
    expect(await t.lists.modelsAt('PAU')).toEqual([]);
  });

  it('and blanks are those that there are, whatever the counts say', async () => {
    await t.behind.run(`update "tokenCount" set "n" = 0`);
    const { blanks, close } = openReadOnlyRecords(t.place);
    expect([await t.lists.blanks(), await blanks()]).toEqual([12, 12]);
    await close();
  });

  it('and a count that somebody put at its end keeps no token from becoming anything', async () => {
    for (const end of ['9223372036854775807', '-9223372036854775808']) {
      for (const state of ['in_stock', 'revoked'])
        await t.behind.run(`insert into "tokenCount" values ('', 'Twin', '${state}', ${end}, ${end})
          on conflict ("location", "model", "state") do update set "n" = ${end}, "onTheWay" = ${end}`);
      await t.behind.run(`update "token" set "state" = 'revoked', "transferId" = 'one' where "id" < 'T-03'`);
      await t.behind.run(`update "token" set "state" = 'in_stock', "transferId" = null where "id" < 'T-03'`);
      await t.behind.run(`delete from "token" where "id" = 'T-11'`);
      expect((await t.lists.stockLevels()).levels).toEqual([]); // no number of tokens
      expect((await t.lists.stock()).tokens).toEqual([]);
    }
    expect(await t.behind.all(`select "id" from "token" where "state" = 'revoked'`)).toEqual([]);
  });

  it('and a row of no state, or with more than there can be, is shown to nobody', async () => {
    const before = [await counted(), await t.lists.stock()];
    for (const row of [`'A', 'X', 'bogus', 5, 0`, `'A', 'X', 'in_stock', 9223372036854775807, 0`])
      await t.behind.run(`insert into "tokenCount" values (${row})`);
    for (const row of [`9223372036854775807, 0`, `5, 9223372036854775807`, `5, -1`, `5, 6`])
      await t.behind.run(`insert into "tokenCount" values ('A', 'Y', 'in_stock', ${row})
        on conflict ("location", "model", "state") do update set "n" = excluded."n", "onTheWay" = excluded."onTheWay"`);
    expect([await counted(), await t.lists.stock()]).toEqual(before);
  });

  it('and what somebody wrote into the counts is found, and counted anew', async () => {
    const compare = () => compareTables({ open: () => openReadOnly(t.place), rowKey: ROW_KEY });
    const told = async () => (await compare()).differences.filter(({ table }) => table === 'tokenCount');
    expect(await told()).toEqual([]);
    const before = await counted();
    const edits = [
      [`update "tokenCount" set "n" = "n" + 3`, 'n'],
      [`insert into "tokenCount" values ('TLN', 'A', 'in_stock', 5, 5)`, 'n,onTheWay'],
      [`insert into "tokenCount" values ('TLN', 'A', 'in_stock', 9223372036854775807, 0)`, 'n'],
      [`insert into "tokenCount" values ('TLN', 'A', 'in_stock', 0, -9223372036854775808)`, 'onTheWay'],
      [`delete from "tokenCount"`, 'n'],
    ] as const;
    for (const [edit, columns] of edits) {
      await t.behind.run(edit);
      expect((await told()).map(({ id, kind, columns }) => `${kind} ${id} ${columns}`)).toEqual([
        `different stock ${columns}`,
      ]);
      await t.store.transact((unit) => unit.recountTokens());
      expect([await told(), await counted()]).toEqual([[], before]);
    }
  });

  it('and is found among however much else that somebody wrote, and under names that look like others', async () => {
    const compare = async () =>
      (await compareTables({ open: () => openReadOnly(t.place), rowKey: ROW_KEY })).differences.map(
        ({ table }) => table,
      );
    await t.behind.run(`update "token" set "model" = 'P/Q', "locationId" = 'LYON'`);
    await t.behind.run(`update "tokenCount" set "n" = 999 where "model" = 'P/Q'`);
    await t.behind.run(`insert into "tokenCount" values ('LYON/P', 'Q', 'in_stock', 12, 0)`);
    for (let n = 0; n < 1100; n += 1)
      await t.behind.run(`insert into "setting" ("id", "value", "seal") values ('zz-${n}', '1', 'AA')`);
    expect(await compare()).toContain('tokenCount');
  });
});

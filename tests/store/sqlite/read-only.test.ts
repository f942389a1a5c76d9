import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { create } from '../../../src/book/tables/lifecycle.ts';
import { openReadOnly } from '../../../src/store/sqlite/read-only.ts';
import type { Db } from '../../../src/store/tables.ts';
import { entry } from '../../support/records/rows.ts';
import { openTestStore } from '../../support/records/store.ts';

/** A store, and the same file opened beside it. */
async function beside() {
  const t = await openTestStore();
  const read = openReadOnly(t.path);
  const put = (id: string) =>
    t.store.transact((unit) => unit.record(entry('x', 'x', [create('setting', { id, value: '1' })])));
  const ids = async (db: Db) =>
    (await db.selectFrom('setting').select('id').orderBy('id').execute()).map(({ id }) => id);
  return { t, read, put, ids };
}

describe('a database that is only read', () => {
  it('shows the last commit, and in a snapshot one moment', async () => {
    const { read, put, ids } = await beside();
    await put('a');
    const [before, after] = await read.snapshot(async (db) => {
      const first = await ids(db);
      await put('b');
      expect(await ids(read.db)).toEqual(['a', 'b']);
      return [first, await ids(db)];
    });
    expect([before, after]).toEqual([['a'], ['a']]);
    expect(await read.snapshot(ids)).toEqual(['a', 'b']);
    await read.close();
  });

  it('has as many snapshots at once as are asked for, each of its own moment', async () => {
    const { read, put, ids } = await beside();
    await put('a');
    await read.snapshot(async (one) => {
      expect(await ids(one)).toEqual(['a']);
      await put('b');
      await read.snapshot(async (other) => {
        expect(await ids(other)).toEqual(['a', 'b']);
        expect(await ids(one)).toEqual(['a']);
      });
    });
    await read.close();
  });

  it('hands a failure on, and goes on after it', async () => {
    const { read, put, ids } = await beside();
    await put('a');
    const failing = read.snapshot(async (db) => {
      await sql`select "x" from "setting"`.execute(db).catch(() => undefined);
      return ids(db);
    });
    await expect(failing).rejects.toThrow('aborted by an earlier statement');
    const swallowing = read.snapshot(async (db) => {
      await sql`select "x" from "setting"`.execute(db).catch(() => undefined);
    });
    await expect(swallowing).rejects.toThrow('aborted by an earlier statement');
    await expect(read.snapshot(() => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
    await put('b');
    expect(await read.snapshot(ids)).toEqual(['a', 'b']);
    await read.close();
  });

  it('writes nothing, and is of no use outside of its snapshot or once it is closed', async () => {
    const { read, ids } = await beside();
    const write = (db: Db) => db.deleteFrom('setting').execute();
    await expect(write(read.db)).rejects.toMatchObject({ code: 'SQLITE_READONLY' });
    await expect(read.snapshot(write)).rejects.toMatchObject({ code: 'SQLITE_READONLY' });
    let kept: Db | undefined;
    await read.snapshot(async (db) => {
      kept = db;
    });
    await expect(ids(kept!)).rejects.toThrow();
    await read.close();
    await expect(ids(read.db)).rejects.toThrow();
  });

  it('tells what is not as the schema says, and which indexes do not fit their tables', async () => {
    const { t, read } = await beside();
    expect([await read.schemaFaults(), await read.damagedIndexes()]).toEqual([[], []]);
    const db = new Database(t.path);
    db.exec('drop trigger "journalEntryNoUpdate"; create index "mine" on "setting" ("value")');
    db.close();
    expect(await read.schemaFaults()).toEqual([
      { type: 'index', name: 'mine', kind: 'foreign' },
      { type: 'trigger', name: 'journalEntryNoUpdate', kind: 'missing' },
    ]);
    expect(await read.damagedIndexes()).toEqual([]); // what leads astray is made in tests/app/compared-indexes.test.ts
    await read.close();
  });
});

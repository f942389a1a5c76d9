import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { create } from '../../../src/book/tables/lifecycle.ts';
import { entry, person } from '../../support/records/rows.ts';
import { openTestStore, type TestStore } from '../../support/records/store.ts';

const add = ({ store }: TestStore, id: string): Promise<number> =>
  store.transact((unit) => unit.record(entry('x.add', `person:${id}`, [create('person', person(id))])));

describe('a secret that is forgotten', () => {
  it('leaves the log, then the database file too', async () => {
    const t = await openTestStore();
    const sealed = Buffer.from('0f1e2d3c4b5a69788796a5b4c3d2e1f0'.repeat(4), 'hex');
    const found = () =>
      readdirSync(t.folder).filter((name) => readFileSync(join(t.folder, name)).includes(sealed.subarray(0, 32)));
    await t.store.transact((unit) => unit.keepSecret({ id: 'pin-1', purpose: 'pin', sealed }));
    expect(found()).toEqual(['jeton.db-wal']);
    await t.store.forgetSecrets();
    expect(found()).toEqual(['jeton.db']);
    await t.store.transact((unit) => unit.dropSecret('pin-1'));
    expect(found()).not.toEqual([]);
    await t.store.forgetSecrets();
    expect(found()).toEqual([]);
  });

  it('waits for whoever reads the database, and no unit of work waits with it', async () => {
    const t = await openTestStore();
    await add(t, 'before');
    const reader = new Database(t.path, { readonly: true });
    reader.exec('begin; select count(*) from "person"');
    await add(t, 'after'); // the log now holds what the reader does not see
    let isForgotten = false;
    const forgotten = t.store.forgetSecrets().then(() => {
      isForgotten = true;
    });
    for (const id of ['one', 'two', 'three']) await add(t, id);
    expect(isForgotten).toBe(false);
    reader.close();
    await forgotten;
    expect(isForgotten).toBe(true);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { PERSONAL } from '../../../src/book/tables/tables.ts';
import { UNIQUE } from '../../../src/book/tables/unique-values.ts';
import { openWriter, type SqliteFile } from '../../../src/store/sqlite/file.ts';
import { holdSchema } from '../../../src/store/sqlite/schema.ts';
import { openStore } from '../../../src/store/store.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';
import { openTestStore } from '../../support/records/store.ts';

/** Whoever starts the service reads French first. */
const inFrench = (part: string): unknown => expect.stringContaining(`un autre schéma que ce programme (${part})`);

const SMALL = `create table one (id integer primary key);
create table two (id integer);
create index oneById on one (id);
create trigger oneStays before delete on one begin select raise(abort, 'stays'); end;`;

let folder: string;
let file: SqliteFile;
const names = (type: string) =>
  file.db.prepare('select name from sqlite_schema where type = ? order by name').pluck().all(type);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jeton-schema-'));
  file = openWriter(join(folder, 'a.db'));
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

describe('the schema', () => {
  it('is made in an empty file, and found as it is from then on', () => {
    expect(holdSchema(file, true)).toEqual([]);
    expect(file.db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(names('table')).toEqual(expect.arrayContaining(['person', 'request', 'token', 'journalEntry', 'opening']));
    expect(holdSchema(file, true)).toEqual([]);
  });

  it('has a unique index for each column in which the book wants no value twice', () => {
    holdSchema(file, true);
    const alone = (table: string) =>
      (file.db.pragma(`index_list(${table})`) as { name: string; unique: number }[])
        .filter(({ unique }) => unique === 1)
        .map(({ name }) => (file.db.pragma(`index_info(${name})`) as { name: string }[]).map((column) => column.name))
        .filter((columns) => columns.length === 1)
        .flat();
    for (const [table, columns] of Object.entries(UNIQUE))
      expect(alone(table)).toEqual(expect.arrayContaining([...columns]));
  });

  it('is made whole or not at all', () => {
    expect(() => holdSchema(file, true, `${SMALL} insert into nowhere values (1);`)).toThrow('nowhere');
    expect(names('table')).toEqual([]);
  });

  it('lets SQLite keep its statistics', () => {
    holdSchema(file, true, SMALL);
    file.exec('insert into one values (1)');
    file.db.exec('analyze');
    expect(names('table')).toContain('sqlite_stat1');
    expect(holdSchema(file, true, SMALL)).toEqual([]);
  });

  it.each([
    ['another table', 'create table other (id integer)', 'table other'],
    ['a table less', 'drop table two', 'table two'],
    ['a table with a column more', 'alter table one add column name text', 'table one'],
    ['an index less', 'drop index oneById', 'index oneById'],
    ['another index of that name', 'drop index oneById; create unique index oneById on one (id)', 'index oneById'],
    ['a view', 'create view seen as select 1', 'view seen'],
  ])('refuses a file with %s', (_, change, part) => {
    holdSchema(file, true, SMALL);
    file.db.exec(change);
    const refusal = {
      code: 'config_invalid',
      detail: { part, fr: inFrench(part) },
      message: expect.stringContaining(`(${part})`),
    };
    expect(() => holdSchema(file, true, SMALL)).toThrow(expect.objectContaining(refusal));
  });

  it.each([
    ['dropped', 'drop trigger oneStays', ['oneStays']],
    [
      'altered',
      'drop trigger oneStays; create trigger oneStays before delete on one begin select 1; end',
      ['oneStays'],
    ],
    ['added', 'create trigger "a""b" after insert on one begin delete from one; end', ['a"b']],
  ])('makes triggers anew that were %s, and says which', (_, change, mended) => {
    holdSchema(file, true, SMALL);
    file.db.exec(change);
    expect(holdSchema(file, false, SMALL)).toEqual([]);
    expect(holdSchema(file, true, SMALL)).toEqual(mended);
    expect(names('trigger')).toEqual(['oneStays']);
    file.exec('insert into one values (1)');
    expect(() => file.exec('delete from one')).toThrow('stays');
    expect(holdSchema(file, true, SMALL)).toEqual([]);
  });
});

describe('an open store', () => {
  it('says which triggers were not as they should be, and leaves them to the service', async () => {
    const store = await openTestStore();
    const db = new Database(store.path);
    db.exec('drop trigger journalEntryNoDelete; drop trigger openingNoDelete');
    db.close();
    const again = await store.reopen();
    expect(again.mendedTriggers).toEqual([]);
    await again.close();
    const { path, clock, chance } = store;
    const service = await openStore({ judge: noJudge, path, clock, chance, mendTriggers: true, rowKey: ROW_KEY });
    expect(service.mendedTriggers).toEqual(['journalEntryNoDelete', 'openingNoDelete']);
    await service.close();
  });

  it('has every personal column of the records, and none that must not be null', async () => {
    const store = await openTestStore();
    const db = new Database(store.path, { readonly: true });
    for (const [table, columns] of Object.entries(PERSONAL)) {
      const found = db.pragma(`table_info("${table}")`) as { name: string; notnull: number }[];
      const nullable = found.filter(({ notnull }) => notnull === 0).map(({ name }) => name);
      expect(nullable).toEqual(expect.arrayContaining([...columns]));
    }
    db.close();
  });
});

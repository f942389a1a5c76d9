import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWriter, type SqliteFile } from '../../src/store/file.ts';
import { migrate } from '../../src/store/migrations.ts';

let folder: string;
let file: SqliteFile;
const bring = (name: string, sql: string) => writeFileSync(join(folder, name), sql);
const tables = () => file.db.prepare(`select name from sqlite_schema where type = 'table' order by name`).pluck().all();
const refusal = (message: string) =>
  expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining(message) });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jeton-migrations-'));
  file = openWriter(join(folder, 'a.db'));
  bring('0001-first.sql', 'create table one (id integer);');
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

describe('migrations', () => {
  it('are applied in order, once, and recorded with their hash', () => {
    expect(migrate(file, 5, folder)).toEqual(['0001-first.sql']);
    bring('0003-third.sql', 'insert into two values (7);');
    bring('0002-second.sql', 'create table two (id integer); create index i on two (id);');
    expect(migrate(file, 6, folder)).toEqual(['0002-second.sql', '0003-third.sql']);
    expect(migrate(file, 7, folder)).toEqual([]);
    expect(file.db.prepare('select name, appliedAt from migration order by name').raw().all()).toEqual([
      ['0001-first.sql', 5],
      ['0002-second.sql', 6],
      ['0003-third.sql', 6],
    ]);
    expect(file.db.prepare('select id from two').pluck().all()).toEqual([7]);
  });

  it('leave nothing of one that fails, and keep those before it', () => {
    bring('0002-bad.sql', 'create table two (id integer); insert into nowhere values (1);');
    expect(() => migrate(file, 1, folder)).toThrow('nowhere');
    expect(tables()).toEqual(['migration', 'one']);
  });

  it('refuse a file that was changed after it was applied', () => {
    migrate(file, 1, folder);
    bring('0001-first.sql', 'create table one (id text);');
    expect(() => migrate(file, 2, folder)).toThrow(refusal('was changed'));
  });

  it('refuse a data folder of a newer program', () => {
    bring('0002-newer.sql', 'create table two (id integer);');
    migrate(file, 1, folder);
    renameSync(join(folder, '0002-newer.sql'), join(folder, 'gone'));
    expect(() => migrate(file, 2, folder)).toThrow(refusal('0002-newer.sql is unknown'));
  });

  it('refuse one pushed in before those already applied', () => {
    bring('0003-third.sql', 'create table three (id integer);');
    migrate(file, 1, folder);
    bring('0002-late.sql', 'create table two (id integer);');
    expect(() => migrate(file, 2, folder)).toThrow(refusal('0002-late.sql comes before'));
  });

  it('of this checkout have a number each, and make a database that SQLite finds sound', () => {
    const applied = migrate(file, 1);
    expect(applied).toContain('0001-main.sql');
    expect(applied.map((name) => Number(name.slice(0, 4)))).toEqual(applied.map((_, i) => i + 1));
    expect(file.db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(tables()).toEqual(expect.arrayContaining(['person', 'request', 'token', 'journalEntry', 'opening']));
  });
});

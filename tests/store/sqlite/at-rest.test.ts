import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { lookAtFile } from '../../../src/store/sqlite/at-rest.ts';

/** Pages of SQLite's usual size. */
const PAGE = 4096;

describe('a database at rest', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jeton-at-rest-'));
    path = join(folder, 'jeton.db');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const made = (sql: string): Buffer => {
    const db = new Database(path);
    db.pragma('journal_mode = WAL');
    db.exec(sql);
    db.close();
    return readFileSync(path);
  };

  it('is new where there is no file, an empty one, or one without tables', () => {
    expect(lookAtFile(path)).toEqual({ state: 'new' });
    expect(existsSync(path)).toBe(false);
    writeFileSync(path, '');
    expect(lookAtFile(path)).toEqual({ state: 'new' });
    made('create table "x" ("id" text); drop table "x"');
    expect(lookAtFile(path)).toEqual({ state: 'new' });
  });

  it('says what journal and CA left in it, and leaves the file as it was, with nothing beside it', () => {
    made(readFileSync('db/sqlite/schema.sql', 'utf8'));
    expect(lookAtFile(path)).toEqual({ state: 'used', entries: false, authorities: [] });
    const before = made(`
      insert into "authority" values ('a', 'issuing', 'token', '2.999', 'r', '01', 'CN=a', 'x', 1, 1, 30, 's'),
        ('r', 'root', null, null, null, '02', 'CN=r', 'y', 1, 1, 20, 's'), ('b', 'issuing', 'token', '2.999', 'r', '03', 'CN=b', null, 1, 1, 10, 's')`);
    expect(lookAtFile(path)).toMatchObject({
      authorities: [
        { id: 'r', kind: 'root', purpose: null, issuerId: null, notAfter: 20 },
        { id: 'a', kind: 'issuing', purpose: 'token', issuerId: 'r', notAfter: 30 },
      ],
    });
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(['-wal', '-shm'].map((end) => existsSync(path + end))).toEqual([false, false]);
  });

  it('leaves another schema to whoever opens it', () => {
    made('create table "other" ("id" text)');
    expect(lookAtFile(path)).toEqual({ state: 'used', entries: false, authorities: [] });
  });

  it('is damaged wherever 8 KiB of it were overwritten', () => {
    const whole = made(
      `${readFileSync('db/sqlite/schema.sql', 'utf8')};
       create table "padding" ("id" integer primary key, "text" text);
       with recursive n(i) as (select 1 union all select i + 1 from n where i < 500)
       insert into "padding" select i, printf('%0*d', case when i % 50 = 0 then 9000 else 200 end, i) from n`,
    );
    const places = Array.from({ length: Math.floor(whole.length / PAGE) - 1 }, (_, place) => place * PAGE);
    const unnoticed = places.filter((from) => {
      const bytes = Buffer.from(whole);
      for (let at = from; at < from + 2 * PAGE; at += 1) bytes[at]! ^= 0xff;
      writeFileSync(path, bytes);
      return lookAtFile(path).state !== 'damaged';
    });
    expect([places.length > 100, unnoticed]).toEqual([true, []]);
  });
});

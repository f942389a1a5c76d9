import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { DatabaseState, KnownAuthority } from '../database-state.ts';
import { sqliteCode } from './file.ts';

const SIGNED = `select "id", "kind", "purpose", "issuerId", "notAfter" from "authority" where "sha256" is not null
  order by "notAfter"`;
/** SQLite's codes for a file that cannot be read as a database. */
const UNREADABLE = /^SQLITE_(CORRUPT|NOTADB|IOERR|CANTOPEN|READONLY)/;
/** Tables that another schema may lack: `holdSchema` refuses it with a sentence of its own. */
const ASKED = ['authority', 'checkpoint', 'journalEntry'];

/**
 * Looks at a database file and changes nothing in it: SQLite checks every page (0.2 s for 100 MB), then what the journal
 * and the CA have left is read. Seals are not checked here.
 */
export function lookAtFile(path: string): DatabaseState {
  if (!existsSync(path) || statSync(path).size === 0) return { state: 'new' };
  try {
    return look(path);
  } catch (cause) {
    if (UNREADABLE.test(sqliteCode(cause) ?? '')) return { state: 'damaged', why: sqliteCode(cause) ?? '', cause };
    throw cause;
  }
}

/**
 * After a crash, committed pages wait in `-wal`: a connection that can write would move them into the file when it closes.
 * Without them, one that cannot write would leave an empty `-wal` behind.
 */
const opened = (path: string): Database.Database =>
  new Database(path, { readonly: existsSync(`${path}-wal`), fileMustExist: true, timeout: 5000 });

function look(path: string): DatabaseState {
  const db = opened(path);
  try {
    const [found] = db.pragma('quick_check(1)') as { quick_check: string }[];
    if (found?.quick_check !== 'ok') return { state: 'damaged', why: found?.quick_check ?? 'no answer' };
    const tables = db.prepare(`select "name" from sqlite_schema where "type" = 'table'`).pluck().all();
    if (tables.length === 0) return { state: 'new' };
    const isKnown = ASKED.every((name) => tables.includes(name));
    if (!isKnown) return { state: 'used', entries: false, authorities: [] };
    const has = (query: string): boolean => db.prepare(query).get() !== undefined;
    return {
      state: 'used',
      entries: has('select 1 from "journalEntry" limit 1'),
      authorities: db.prepare(SIGNED).all() as KnownAuthority[],
    };
  } finally {
    db.close();
  }
}

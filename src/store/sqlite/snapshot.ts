import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';

/** Never in a backup: secrets that a letter tells or a file opens with, and whatever lets somebody in without their factor. */
const LEFT_OUT = [
  `delete from "secret" where "purpose" in ('pin', 'pkcs12-password', 'pkcs8')`,
  'delete from "session"',
  'delete from "deviceCode"',
  'delete from "enrolment"',
  'delete from "idempotency"',
  // what waits is sent by whoever goes on; a restored service would send it again
  `delete from "outbox" where "state" = 'waiting'`,
];

/**
 * A consistent copy of a database that others write meanwhile, as one file of its own, without PINs and sessions: nothing
 * of them is in its free pages either. `to` must not exist. Answers how many entries the journal has in it. Synchronous: for a
 * process of its own.
 */
export function snapshot(path: string, to: string): number {
  const raw = `${to}.raw`;
  try {
    const source = new Database(path, { readonly: true, timeout: 30_000 });
    try {
      source.prepare('vacuum into ?').run(raw);
    } finally {
      source.close();
    }
    const copy = new Database(raw);
    try {
      copy.pragma('secure_delete = ON');
      copy.pragma('foreign_keys = OFF');
      for (const sql of LEFT_OUT) copy.exec(sql);
      copy.prepare('vacuum into ?').run(to);
      return Number(copy.prepare('select count(*) from "journalEntry"').pluck().get());
    } finally {
      copy.close();
    }
  } finally {
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${raw}${end}`, { force: true });
  }
}

/** What SQLite itself finds wrong with a file; undefined for nothing. */
export function damageOf(path: string): string | undefined {
  const db = new Database(path, { readonly: true });
  try {
    const [found] = db.pragma('integrity_check(1)') as { integrity_check: string }[];
    return found?.integrity_check === 'ok' ? undefined : (found?.integrity_check ?? 'no answer');
  } finally {
    db.close();
  }
}

import Database from 'better-sqlite3';
import type { Check, Guard } from '../seal/guard.ts';
import { assertSoundBinding } from './binding.ts';

/** How many prepared statements a connection keeps; the program has about 150 shapes, lists of values make more. */
const CACHED = 500;

/** One SQLite connection with its prepared statements. Everything on it is synchronous. */
export interface SqliteFile {
  readonly db: Database.Database;
  statement(sql: string): Database.Statement;
  /** Runs a statement; its rows are authentic and without their seals. Throws `record_tampered`. */
  run(sql: string, parameters: readonly unknown[]): { rows: unknown[]; changes: number };
  exec(sql: string): void;
  close(): void;
}

/** SQLite's name for what went wrong, such as `SQLITE_BUSY`; undefined for any other error. */
export function sqliteCode(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
}

interface Prepared {
  statement: Database.Statement;
  /** What its rows have to pass. */
  check: Check | undefined;
}

function cached(db: Database.Database, guard?: Guard): SqliteFile {
  const statements = new Map<string, Prepared>();
  const prepared = (sql: string): Prepared => {
    const known = statements.get(sql);
    if (known) return known;
    const [oldest] = statements.keys();
    if (statements.size >= CACHED && oldest !== undefined) statements.delete(oldest);
    const statement = db.prepare(sql);
    const fresh = { statement, check: guard?.(sql, statement.reader) };
    statements.set(sql, fresh);
    return fresh;
  };
  return {
    db,
    statement: (sql) => prepared(sql).statement,
    run: (sql, parameters) => {
      const { statement, check } = prepared(sql);
      if (!statement.reader) return { rows: [], changes: statement.run(...parameters).changes };
      const rows = statement.all(...parameters);
      return { rows: check ? check(rows) : rows, changes: 0 };
    },
    exec: (sql) => void prepared(sql).statement.run(),
    close: () => void db.close(),
  };
}

/**
 * The one writing connection. `synchronous=FULL` because what was acknowledged survives power loss: groups of units force
 * their commits to the disk themselves (durable-commit.ts). `secure_delete` because a dropped secret leaves no trace; temporary
 * data stays in memory so that no secret reaches a temporary file.
 */
export function openWriter(path: string, guard?: Guard): SqliteFile {
  assertSoundBinding();
  const db = new Database(path, { timeout: 5000 });
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('secure_delete = ON');
  db.pragma('temp_store = MEMORY');
  // SQLite's own waiting would block the event loop: the group waits for a writer elsewhere (group.ts)
  db.pragma('busy_timeout = 0');
  return cached(db, guard);
}

/** A read-only connection beside the writer: each statement sees the last commit. `patience`: see `timeout` of SQLite, in ms. */
export function openReader(
  path: string,
  { guard, patience = 1000 }: { guard?: Guard | undefined; patience?: number } = {},
): SqliteFile {
  const db = new Database(path, { readonly: true, timeout: patience });
  db.pragma('temp_store = MEMORY');
  return cached(db, guard);
}

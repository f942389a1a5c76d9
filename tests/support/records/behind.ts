import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { ClientConfig } from 'pg';
import { postgresValues } from '../../../src/store/postgres/server/values.ts';
import { shortSessions } from './postgres/sessions.ts';

type Value = string | number | null | Uint8Array;
type Row = Record<string, Value>;

/** The database behind the store's back: what somebody does who has it, and not the key. `?` stands for a value. */
export interface Behind {
  all<R extends object = Row>(sql: string, ...values: Value[]): Promise<R[]>;
  /** All rows of these tables, in their order: read at one opening of the file, for each opening reads the whole schema. */
  tables<R extends object = Row>(names: readonly string[]): Promise<R[][]>;
  /** Writes; what points nowhere is not minded. */
  run(sql: string, ...values: Value[]): Promise<void>;
  /** Takes a trigger away: what it refuses can be done from then on. */
  dropTrigger(name: string, table: string): Promise<void>;
  /** All octets that are there: of the files, or of the rows of each table where a server has the files. */
  everything(): Promise<{ name: string; content: Buffer }[]>;
}

/** On a file. */
export function behindFile(path: string): Behind {
  const open = <R>(readonly: boolean, work: (db: Database.Database) => R): R => {
    const db = new Database(path, { readonly });
    try {
      return work(db);
    } finally {
      db.close();
    }
  };
  return {
    dropTrigger: async (name) => open(false, (db) => void db.exec(`drop trigger "${name}"`)),
    all: async <R extends object>(sql: string, ...values: Value[]) =>
      open(true, (db) => db.prepare<Value[], R>(sql).all(...values)),
    tables: async <R extends object>(names: readonly string[]) =>
      open(true, (db) => names.map((name) => db.prepare<[], R>(`select * from "${name}"`).all())),
    run: async (sql, ...values) =>
      open(false, (db) => {
        db.pragma('foreign_keys = off');
        db.prepare(sql).run(...values);
      }),
    everything: async () =>
      readdirSync(dirname(path))
        .filter((name) => name.startsWith(basename(path)))
        .map((name) => ({ name, content: readFileSync(join(dirname(path), name)) })),
  };
}

/** On a server, as its superuser. */
export function behindServer(config: ClientConfig): Behind {
  const sessions = shortSessions({ ...config, types: postgresValues, options: '-c search_path=jeton,public' });
  const ask = async (sql: string, values: readonly Value[], before?: string): Promise<unknown[]> => {
    const session = await sessions.connect();
    try {
      if (before) await session.query(before);
      let place = 0;
      const text = sql.replaceAll('?', () => `$${++place}`);
      return (await session.query<Row>(text, [...values])).rows;
    } finally {
      session.release();
    }
  };
  const octets = (row: Row): Buffer[] =>
    Object.values(row).map((cell) => (cell instanceof Uint8Array ? Buffer.from(cell) : Buffer.from(`${cell}\n`)));
  return {
    dropTrigger: async (name, table) => void (await ask(`drop trigger "${name}" on "${table}"`, [])),
    everything: async () => {
      const tables = await ask(`select tablename as "name" from pg_tables where schemaname = 'jeton'`, []);
      const contents = (tables as { name: string }[]).map(async ({ name }) => {
        const rows = (await ask(`select * from "${name}"`, [])) as Row[];
        return { name, content: Buffer.concat(rows.flatMap(octets)) };
      });
      return Promise.all(contents);
    },
    all: async <R extends object>(sql: string, ...values: Value[]) => (await ask(sql, values)) as R[],
    tables: <R extends object>(names: readonly string[]) =>
      Promise.all(names.map(async (name) => (await ask(`select * from "${name}"`, [])) as R[])),
    // keeps ordinary triggers still, those of foreign keys among them; ours are always there
    run: async (sql, ...values) => void (await ask(sql, values, 'set session_replication_role = replica')),
  };
}

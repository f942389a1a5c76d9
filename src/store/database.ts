import { Kysely, sql } from 'kysely';
import { createGroupCommitDialect, type GroupCommitDialect } from './dialect.ts';
import { openWriter } from './file.ts';
import type { GroupOptions } from './group.ts';
import { migrate } from './migrations.ts';
import type { AllTables, Db } from './tables.ts';

export interface OpenDatabase extends Pick<GroupCommitDialect, 'between' | 'groups'> {
  db: Db;
  close(): Promise<void>;
}

/** Brings the file forward and opens it, a new one with mode 0600. The caller holds the data folder's lock. */
export async function openDatabase(path: string, now: number, options: GroupOptions = {}): Promise<OpenDatabase> {
  const file = openWriter(path);
  try {
    migrate(file, now);
  } finally {
    file.close();
  }
  const dialect = createGroupCommitDialect(path, options);
  const db = new Kysely<AllTables>({ dialect });
  await sql`select 1`.execute(db); // Kysely closes only what was used once
  return { db, close: () => db.destroy(), between: dialect.between, groups: dialect.groups };
}

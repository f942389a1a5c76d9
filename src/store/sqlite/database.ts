import { Kysely, sql } from 'kysely';
import type { Authentication } from '../seal/guard.ts';
import type { AllTables, Db } from '../tables.ts';
import { createGroupCommitDialect, type GroupCommitDialect } from './dialect.ts';
import { openWriter } from './file.ts';
import type { GroupOptions } from './group.ts';
import { holdSchema } from './schema.ts';

export interface DatabaseOptions extends GroupOptions {
  /** Whether triggers that somebody changed behind the program's back are made anew: by the service, which reports them. */
  mendTriggers?: boolean;
}
export interface OpenDatabase extends Pick<GroupCommitDialect, 'between' | 'groups'> {
  db: Db;
  /** The same database, for units that go before all others that wait. */
  urgentDb: Db;
  /** Triggers that were not as they should be when the file was opened, and were made anew (schema.ts). */
  mendedTriggers: readonly string[];
  /** Makes triggers anew that are not as they should be; answers their names. */
  holdTriggers(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Opens the file, a new one with all its tables. The caller holds the data folder's lock. Throws what `holdSchema` throws. */
export async function openDatabase(path: string, options: DatabaseOptions & Authentication): Promise<OpenDatabase> {
  const mendedTriggers = holdSchemaOf(path, options.mendTriggers ?? false);
  const dialect = createGroupCommitDialect(path, options);
  const db = new Kysely<AllTables>({ dialect });
  const urgentDb = new Kysely<AllTables>({ dialect: dialect.urgent });
  await sql`select 1`.execute(db); // Kysely closes only what was used once
  const { between, groups } = dialect;
  const holdTriggers = async (): Promise<readonly string[]> => {
    let mended: readonly string[] = [];
    await between((writer) => {
      mended = holdSchema(writer, true);
    });
    return mended;
  };
  return { db, urgentDb, mendedTriggers, holdTriggers, close: () => db.destroy(), between, groups };
}

function holdSchemaOf(path: string, mend: boolean): string[] {
  const file = openWriter(path);
  try {
    return holdSchema(file, mend);
  } finally {
    file.close();
  }
}

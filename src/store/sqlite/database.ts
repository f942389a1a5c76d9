import { Kysely, sql } from 'kysely';
import type { Hold, OpenDatabase } from '../open-database.ts';
import type { Authentication } from '../seal/guard.ts';
import type { AllTables } from '../tables.ts';
import { createGroupCommitDialect } from './dialect.ts';
import { emptyLog } from './empty-log.ts';
import { openWriter } from './file.ts';
import type { GroupOptions } from './group.ts';
import { holdSchema } from './schema.ts';

export interface DatabaseOptions extends GroupOptions {
  /** Whether triggers that somebody changed behind the program's back are made anew: by the service, which reports them. */
  mendTriggers?: boolean;
  /** Who else may write meanwhile; a file's writer is alone, by its folder's lock. */
  hold?: Hold | undefined;
}

/** Opens the file, a new one with all its tables. The caller holds the data folder's lock. Throws what `holdSchema` throws. */
export async function openDatabase(path: string, options: DatabaseOptions & Authentication): Promise<OpenDatabase> {
  const mendedTriggers = holdSchemaOf(path, options.mendTriggers ?? false);
  const dialect = createGroupCommitDialect(path, options);
  const db = new Kysely<AllTables>({ dialect });
  const urgentDb = new Kysely<AllTables>({ dialect: dialect.urgent });
  await sql`select 1`.execute(db); // Kysely closes only what was used once
  const { between, groups, isWritable } = dialect;
  const holdTriggers = async (): Promise<readonly string[]> => {
    let mended: readonly string[] = [];
    await between((writer) => {
      mended = holdSchema(writer, true);
    });
    return mended;
  };
  const forgetSecrets = () => between(emptyLog);
  const parts = { db, urgentDb, mendedTriggers, holdTriggers, forgetSecrets, groups };
  return {
    ...parts,
    settings: { findings: () => [], look: async () => {} },
    isWritable,
    close: () => db.destroy(),
  };
}

function holdSchemaOf(path: string, mend: boolean): string[] {
  const file = openWriter(path);
  try {
    return holdSchema(file, mend);
  } finally {
    file.close();
  }
}

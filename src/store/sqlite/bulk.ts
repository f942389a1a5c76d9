import { Kysely, SqliteDialect } from 'kysely';
import type { BulkDatabase } from '../copy/bulk-database.ts';
import type { AllTables } from '../tables.ts';
import { openWriter } from './file.ts';
import { holdSchema } from './schema.ts';

/** Opens a file to fill it, a new one with all its tables. Throws what `holdSchema` throws. */
export function openBulkFile(path: string): BulkDatabase {
  const file = openWriter(path);
  try {
    holdSchema(file, false);
  } catch (error) {
    file.close();
    throw error;
  }
  const db = new Kysely<AllTables>({ dialect: new SqliteDialect({ database: file.db }) });
  return {
    db,
    close: async () => {
      await db.destroy(); // closes the file where it was used
      file.close();
    },
  };
}

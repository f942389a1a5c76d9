import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { AppError } from '../../errors.ts';
import type { AllTables, Db } from '../tables.ts';
import { createLane, type Lane } from './connection.ts';
import { openReader } from './file.ts';

const refuse = async (): Promise<never> => {
  throw new AppError('internal', 'this connection only reads');
};

/** Opens the database file to read it, and nothing else: for a process beside the service. Rows come without a look at their seals. */
export function openReadOnly(path: string): { db: Db; close(): Promise<void> } {
  const reader = openReader(path);
  const db = new Kysely<AllTables>({
    dialect: {
      createDriver: () => ({
        init: async () => {},
        acquireConnection: async (): Promise<Lane> => createLane(reader),
        beginTransaction: refuse,
        commitTransaction: refuse,
        rollbackTransaction: refuse,
        releaseConnection: async () => {},
        destroy: async () => {},
      }),
      createAdapter: () => new SqliteAdapter(),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createIntrospector: (of) => new SqliteIntrospector(of),
    },
  });
  return {
    db,
    close: async () => {
      await db.destroy();
      reader.close();
    },
  };
}

import {
  type DatabaseConnection,
  type Driver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { ReadOnlyDatabase } from '../read-only-database.ts';
import type { AllTables } from '../tables.ts';
import { createUnitConnection, type UnitConnection } from './connection.ts';
import { openReader, type SqliteFile } from './file.ts';
import { damagedIndexes } from './indexes.ts';
import { schemaFaults } from './schema.ts';

/** Milliseconds to wait for whatever holds the file: nobody but this process waits with it. */
const PATIENCE = 5000;

/** Kysely hands back the connections that `acquireConnection` made, and no others. */
const unitConnection = (connection: DatabaseConnection): UnitConnection => connection as UnitConnection;

/** Statements on `reader`; each transaction on a connection that no other one has meanwhile, made by `open`. */
function createDriver(reader: SqliteFile, open: () => SqliteFile): Driver {
  const idle: SqliteFile[] = [];
  return {
    init: async () => {},
    acquireConnection: async () => createUnitConnection(reader),
    beginTransaction: async (connection) => {
      const own = unitConnection(connection);
      const file = idle.pop() ?? open();
      file.exec('begin deferred');
      own.file = file;
      own.leave = async (isKept) => {
        own.leave = undefined;
        file.exec(isKept ? 'commit' : 'rollback');
        idle.push(file);
      };
    },
    commitTransaction: async (connection) => {
      const own = unitConnection(connection);
      if (own.broken) throw own.broken;
      await own.leave?.(true);
    },
    rollbackTransaction: async (connection) => unitConnection(connection).leave?.(false),
    releaseConnection: async (connection) => {
      unitConnection(connection).ended ??= 'this connection was already released';
    },
    destroy: async () => {}, // Kysely calls it only where something was read
  };
}

/** Opens the database file to read it, and nothing else: for a process beside the service. Rows come without a look at their seals. */
export function openReadOnly(path: string): ReadOnlyDatabase {
  const files: SqliteFile[] = [];
  const open = (): SqliteFile => {
    const file = openReader(path, { patience: PATIENCE });
    files.push(file);
    return file;
  };
  const reader = open();
  const driver = createDriver(reader, open);
  const db = new Kysely<AllTables>({
    dialect: {
      createDriver: () => driver,
      createAdapter: () => new SqliteAdapter(),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createIntrospector: (of) => new SqliteIntrospector(of),
    },
  });
  return {
    db,
    snapshot: (work) => db.transaction().execute(work),
    schemaFaults: async () => schemaFaults(reader.db),
    damagedIndexes: async () => damagedIndexes(reader.db),
    close: async () => {
      await db.destroy();
      for (const file of files) file.close();
    },
  };
}

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
import { createLane, type Lane } from './connection.ts';
import { openReader, type SqliteFile } from './file.ts';
import { damagedIndexes } from './indexes.ts';
import { schemaFaults } from './schema.ts';

/** Milliseconds to wait for who holds the file: nobody but this process waits with it. */
const PATIENCE = 5000;

/** Kysely hands back the connections that `acquireConnection` made, and no others. */
const laneOf = (connection: DatabaseConnection): Lane => connection as Lane;

/** Statements on `reader`; each transaction on a connection that no other one has meanwhile, made by `open`. */
function createDriver(reader: SqliteFile, open: () => SqliteFile): Driver {
  const idle: SqliteFile[] = [];
  return {
    init: async () => {},
    acquireConnection: async () => createLane(reader),
    beginTransaction: async (connection) => {
      const lane = laneOf(connection);
      const file = idle.pop() ?? open();
      file.exec('begin deferred');
      lane.file = file;
      lane.leave = async (isKept) => {
        lane.leave = undefined;
        file.exec(isKept ? 'commit' : 'rollback');
        idle.push(file);
      };
    },
    commitTransaction: async (connection) => {
      const lane = laneOf(connection);
      if (lane.broken) throw lane.broken;
      await lane.leave?.(true);
    },
    rollbackTransaction: async (connection) => laneOf(connection).leave?.(false),
    releaseConnection: async (connection) => {
      laneOf(connection).ended ??= 'this connection was already released';
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

import {
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import { createUnitConnection, type UnitConnection } from './connection.ts';
import type { GroupCommit } from './group.ts';
import type { Ask } from './pipelined-reads.ts';
import type { Statements } from './statements.ts';

interface Parts {
  readers: Ask;
  group: GroupCommit;
  statements: Statements;
  /** Closes all of them. */
  close(): Promise<void>;
}

/** Kysely hands back the connections that `acquireConnection` made, and no others. */
const unitConnection = (connection: DatabaseConnection): UnitConnection => connection as UnitConnection;

function createDriver({ readers, group, statements }: Parts, urgent: boolean, destroy: () => Promise<void>): Driver {
  return {
    init: async () => {},
    acquireConnection: async () => createUnitConnection(readers, statements),
    beginTransaction: (connection) => group.enter(unitConnection(connection), urgent),
    commitTransaction: async (connection) => {
      const own = unitConnection(connection);
      if (own.broken) throw own.broken;
      await own.turn?.leave('keep');
    },
    rollbackTransaction: async (connection) => {
      await unitConnection(connection).turn?.leave('undo');
    },
    releaseConnection: async (connection) => {
      unitConnection(connection).ended ??= 'this connection was already released';
    },
    destroy,
  };
}

/** Kysely's dialects for PostgreSQL with shared commits (docs/decisions/shared-commits.md): the second for urgent units. */
export function createDialects(parts: Parts): { dialect: Dialect; urgent: Dialect } {
  const words: Omit<Dialect, 'createDriver'> = {
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  };
  return {
    dialect: { ...words, createDriver: () => createDriver(parts, false, parts.close) },
    urgent: { ...words, createDriver: () => createDriver(parts, true, async () => {}) },
  };
}

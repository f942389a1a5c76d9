import {
  type DatabaseConnection,
  type Dialect,
  type Driver,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Authentication } from '../seal/guard.ts';
import { createUnitConnection, type UnitConnection } from './connection.ts';
import { createDurableCommit, type DurableCommit, type ToDisk } from './durable-commit.ts';
import { openReader, openWriter, type SqliteFile } from './file.ts';
import { createGroupCommit, type GroupCommit, type GroupOptions } from './group.ts';
import { addReseal } from './reseal-function.ts';

/** A Kysely dialect for SQLite with shared commits (docs/decisions/shared-commits.md), and what Kysely has no word for. */
export interface GroupCommitDialect
  extends Dialect,
    Pick<GroupCommit, 'between' | 'groups'>,
    Pick<DurableCommit, 'isWritable'> {
  /** The same connections, for units that go before all others that wait. It is closed with the first. */
  urgent: Dialect;
}

/** Kysely hands back the connections that `acquireConnection` made, and no others. */
const unitConnection = (connection: DatabaseConnection): UnitConnection => connection as UnitConnection;

function createDriver(reader: SqliteFile, group: GroupCommit, urgent: boolean, destroy: () => Promise<void>): Driver {
  return {
    init: async () => {},
    acquireConnection: async () => createUnitConnection(reader),
    beginTransaction: (connection) => group.enter(unitConnection(connection), urgent),
    commitTransaction: async (connection) => {
      const own = unitConnection(connection);
      if (own.broken) throw own.broken;
      await own.leave?.(true);
    },
    rollbackTransaction: async (connection) => {
      await unitConnection(connection).leave?.(false);
    },
    releaseConnection: async (connection) => {
      unitConnection(connection).ended ??= 'this connection was already released';
    },
    destroy,
  };
}

/** Opens the file for writing and for reading; the driver closes both. `toDisk` is the system's where nothing is said. */
export function createGroupCommitDialect(
  path: string,
  { seals, guard, told, toDisk, ...options }: GroupOptions & Authentication & { toDisk?: ToDisk },
): GroupCommitDialect {
  const writer = openWriter(path, guard);
  addReseal(writer.db, seals, told);
  const reader = openReader(path, { guard });
  const durable = createDurableCommit(path, { writer, reader }, toDisk);
  const group = createGroupCommit(writer, durable.commit, options);
  const close = async (): Promise<void> => {
    await group.idle();
    durable.close();
    reader.close();
    writer.close();
  };
  const words: Omit<Dialect, 'createDriver'> = {
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
  return {
    ...words,
    createDriver: () => createDriver(reader, group, false, close),
    urgent: { ...words, createDriver: () => createDriver(reader, group, true, async () => {}) },
    between: group.between,
    groups: group.groups,
    isWritable: durable.isWritable,
  };
}

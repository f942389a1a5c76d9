import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import { AppError } from '../../errors.ts';
import type { SqliteFile } from './file.ts';

/** What Kysely holds as a connection: the shared reader, then the writer while its unit has its turn. */
export interface UnitConnection extends DatabaseConnection {
  file: SqliteFile;
  /** Why nothing more can be done here. */
  broken: Error | undefined;
  /** Its turn or its use is over: a message, because an error made for every unit would cost its stack. */
  ended: string | undefined;
  /** Ends the unit's turn: what it did is kept, or undone. Answers when the whole group is durable. Undefined outside a unit. */
  leave: ((isKept: boolean) => Promise<void>) | undefined;
}

/** A failed statement aborts the unit even when it is swallowed, as PostgreSQL does. */
function aborted(cause: unknown): Error {
  return new AppError('internal', 'this unit of work was aborted by an earlier statement: let its error through', {
    cause,
  });
}

function run<R>(file: SqliteFile, { sql, parameters }: CompiledQuery): QueryResult<R> {
  const { rows, changes } = file.run(sql, parameters);
  return { rows: rows as R[], numAffectedRows: BigInt(changes) };
}

/** Kysely's connection on an open file; after a unit's statement failed, every later one of it fails too. */
export function createUnitConnection(reader: SqliteFile): UnitConnection {
  const connection: UnitConnection = {
    file: reader,
    broken: undefined,
    ended: undefined,
    leave: undefined,
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      if (connection.broken) throw connection.broken;
      if (connection.ended !== undefined) throw new AppError('internal', connection.ended);
      try {
        return run<R>(connection.file, query);
      } catch (error) {
        if (connection.leave) connection.broken = aborted(error);
        throw error;
      }
    },
    streamQuery() {
      throw new AppError('internal', 'streaming would hold the shared connection: read in pages');
    },
  };
  return connection;
}

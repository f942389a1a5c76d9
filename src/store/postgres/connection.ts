import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type { ClientBase, Pool } from 'pg';
import { AppError } from '../../errors.ts';
import type { Statements } from './statements.ts';

/** What Kysely holds as a connection: the readers, then the writer while its unit has its turn. */
export interface Lane extends DatabaseConnection {
  /** The unit's turn; undefined outside of one. */
  turn: Turn | undefined;
  /** Why nothing more can be done here. */
  broken: Error | undefined;
  /** Its turn or its use is over. */
  ended: string | undefined;
}
/** A unit's turn on the writer. */
export interface Turn {
  client: ClientBase;
  /** Told before and after each statement of the unit. */
  begins(): void;
  ends(): void;
  /** Ends it, with what the unit wrote or without; answers when the whole group is durable. */
  leave(end: 'keep' | 'undo'): Promise<void>;
}

/** A failed statement aborts the unit even when it is swallowed, as PostgreSQL itself does. */
function aborted(cause: unknown): Error {
  return new AppError('internal', 'this unit of work was aborted by an earlier statement: let its error through', {
    cause,
  });
}

/**
 * Kysely's connection on a server; after a unit's statement failed, every later one of it fails too. What a unit asks at the
 * same time is sent at once and done in that order.
 */
export function createLane(readers: Pool, statements: Statements): Lane {
  const lane: Lane = {
    turn: undefined,
    broken: undefined,
    ended: undefined,
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      if (lane.broken) throw lane.broken;
      if (lane.ended !== undefined) throw new AppError('internal', lane.ended);
      const { turn } = lane;
      if (!turn) return statements.run<R>(readers, query);
      turn.begins();
      try {
        return await statements.run<R>(turn.client, query);
      } catch (error) {
        lane.broken ??= aborted(error);
        throw error;
      } finally {
        turn.ends();
      }
    },
    streamQuery() {
      throw new AppError('internal', 'streaming would hold a connection: read in pages');
    },
  };
  return lane;
}

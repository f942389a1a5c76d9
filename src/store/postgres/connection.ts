import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type { Client, Pool } from 'pg';
import { AppError } from '../../errors.ts';
import { databaseError } from './errors.ts';
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
  client: Client;
  /** What a statement comes to; it fails as lost where the server says nothing for too long. */
  bounded<R>(work: Promise<R>): Promise<R>;
  /** Told before and after each statement of the unit. */
  begins(text: string): void;
  ends(): void;
  /** Ends it by running `statement`; answers when the whole group is durable. */
  leave(statement: string): Promise<void>;
}

/** A failed statement aborts the unit even when it is swallowed, as PostgreSQL itself does. */
function aborted(cause: unknown): Error {
  return new AppError('internal', 'this unit of work was aborted by an earlier statement: let its error through', {
    cause,
  });
}

/** Says what an error of the server means to whoever asked, and not what the server wrote. */
function refuse(error: unknown): never {
  throw databaseError(error);
}

/** Kysely's connection on a server; after a unit's statement failed, every later one of it fails too. */
export function createLane(readers: Pool, statements: Statements): Lane {
  /** Statements of a unit are asked one after another, as pg wants it. */
  let last: Promise<void> = Promise.resolve();
  const lane: Lane = {
    turn: undefined,
    broken: undefined,
    ended: undefined,
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      if (lane.broken) throw lane.broken;
      if (lane.ended !== undefined) throw new AppError('internal', lane.ended);
      const { turn } = lane;
      if (!turn) return statements.run<R>(readers, query).catch(refuse);
      turn.begins(query.sql);
      const before = last;
      let done = (): void => {};
      last = new Promise((resolve) => {
        done = resolve;
      });
      try {
        await before;
        if (lane.broken) throw lane.broken;
        return await turn.bounded(statements.run<R>(turn.client, query));
      } catch (error) {
        lane.broken ??= aborted(error);
        return refuse(error);
      } finally {
        done();
        turn.ends();
      }
    },
    streamQuery() {
      throw new AppError('internal', 'streaming would hold a connection: read in pages');
    },
  };
  return lane;
}

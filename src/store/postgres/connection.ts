import { CompiledQuery, type DatabaseConnection, type QueryResult } from 'kysely';
import type { Client } from 'pg';
import { AppError } from '../../errors.ts';
import type { Predicting } from '../statements/texts.ts';
import type { Ask } from './pipelined-reads.ts';
import { askServer } from './question.ts';
import { createUnitReadings, type UnitReadings } from './read-ahead.ts';
import { databaseError } from './server/errors.ts';
import type { Answer, Statements } from './statements.ts';

/** What Kysely holds as a connection: the readers, then the writer while its unit has its turn. */
export interface UnitConnection extends DatabaseConnection, Predicting {
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
  /** Ends it, with what the unit wrote or without; answers when the whole group is durable. */
  leave(end: 'keep' | 'undo'): Promise<void>;
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

const isRead = (text: string): boolean => /^\s*select\b/i.test(text);
const keyOf = ({ sql, parameters }: CompiledQuery): string => `${sql} ${JSON.stringify(parameters)}`;

/** Has the statements of one turn of the event loop sent in one packet. */
function sendTogether({ connection: { stream } }: Client): void {
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** A unit's readings that were asked before it did, until it writes. */
function createAhead(readings: UnitReadings) {
  const asked = new Map<string, Promise<Answer>>();
  let hasRead = false;
  let hasWritten = false;
  return {
    /** Answers a reading of the unit, or asks what it changes. */
    async run<R>(query: CompiledQuery, ask: (query: CompiledQuery) => Promise<Answer>): Promise<QueryResult<R>> {
      if (!isRead(query.sql)) {
        hasWritten = true;
        asked.clear(); // no answer is older than what the unit has written
        readings.learn();
      }
      if (hasWritten) return (await ask(query))<R>();
      const isFirst = !hasRead;
      hasRead = true;
      if (!isFirst) readings.note(query.sql, query.parameters);
      const answer = (await (asked.get(keyOf(query)) ?? ask(query)))<R>();
      if (!isFirst || hasWritten) return answer;
      readings.note(query.sql, query.parameters, answer.rows);
      for (const { text, values } of readings.predicted()) {
        const next = CompiledQuery.raw(text, [...values]);
        const answers = ask(next);
        answers.catch(() => {}); // heard of by whoever wants it, and by the unit's next statement
        asked.set(keyOf(next), answers);
      }
      return answer;
    },
  };
}

/**
 * Kysely's connection on a server; after a unit's statement failed, every later one of it fails too. What a unit asks at the
 * same time is sent at once and done in that order, and so is what such acts read before.
 */
export function createUnitConnection(readers: Ask, statements: Statements): UnitConnection {
  let ahead: ReturnType<typeof createAhead> | undefined;
  let first: (() => Promise<void>) | undefined;
  const askIn = async (turn: Turn, query: CompiledQuery): Promise<Answer> => {
    turn.begins(query.sql);
    sendTogether(turn.client);
    try {
      return await turn.bounded(statements.ask((question) => askServer(turn.client, question), query));
    } catch (error) {
      connection.broken ??= aborted(error);
      throw error;
    } finally {
      turn.ends();
    }
  };
  const connection: UnitConnection = {
    turn: undefined,
    broken: undefined,
    ended: undefined,
    expect: (act) => {
      ahead = createAhead(createUnitReadings(statements.habits, act));
    },
    writeFirst: (write) => {
      first = write;
    },
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      if (first) {
        await first();
      }
      if (connection.broken) throw connection.broken;
      if (connection.ended !== undefined) throw new AppError('internal', connection.ended);
      const { turn } = connection;
      if (!turn) return statements.run<R>(readers, query).catch(refuse);
      const ask = (one: CompiledQuery) => askIn(turn, one);
      try {
        return ahead ? await ahead.run<R>(query, ask) : (await ask(query))<R>();
      } catch (error) {
        connection.broken ??= aborted(error); // rows that were refused
        return refuse(error);
      }
    },
    streamQuery() {
      throw new AppError('internal', 'streaming would hold a connection: read in pages');
    },
  };
  return connection;
}

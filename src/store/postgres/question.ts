import pg, { type ClientBase, type Connection, type QueryResult } from 'pg';

interface RowDescription {
  fields: readonly pg.FieldDef[];
}
/** What pg calls of a query; its types leave that out, so they are given up below and held by tests/store/postgres/questions/question.test.ts. */
interface PgQuery {
  name?: string;
  submit(connection: Connection): Error | null;
  handleRowDescription(description: RowDescription): void;
  handleCommandComplete(message: unknown, connection: Connection): void;
}
const PgQuery = pg.Query as unknown as new (text: string, values: readonly unknown[]) => PgQuery;

interface Session {
  /** What the server said of the rows of each prepared statement; undefined of one that answers none. */
  described: Map<string, RowDescription | undefined>;
  /** The connection, which asks for no description. */
  silent: Connection;
}
const sessions = new WeakMap<Connection, Session>();

function sessionOf(connection: Connection): Session {
  const known = sessions.get(connection);
  if (known) return known;
  const silent = Object.create(connection, { describe: { value: () => {} } }) as Connection;
  const session: Session = { described: new Map(), silent };
  sessions.set(connection, session);
  return session;
}

/**
 * A prepared statement. How its rows look is asked for once on each connection: the server refuses to run it once they would
 * look otherwise, and reading the same description again takes a seventh of a unit's processor time.
 */
class Prepared extends PgQuery {
  readonly #name: string;
  #description: RowDescription | undefined;

  constructor(text: string, values: readonly unknown[], name: string) {
    super(text, values);
    this.name = name;
    this.#name = name;
  }

  override submit(connection: Connection): Error | null {
    const { described, silent } = sessionOf(connection);
    if (!described.has(this.#name)) return super.submit(connection);
    const description = described.get(this.#name);
    if (description) this.handleRowDescription(description);
    return super.submit(silent);
  }

  override handleRowDescription(description: RowDescription): void {
    this.#description = description;
    super.handleRowDescription(description);
  }

  override handleCommandComplete(message: unknown, connection: Connection): void {
    sessionOf(connection).described.set(this.#name, this.#description);
    super.handleCommandComplete(message, connection);
  }
}

export interface Question {
  text: string;
  values: unknown[];
  name?: string | undefined;
}

/** Asks a question, which is prepared under `name` where it has one. Throws what pg throws. */
export function askServer(on: ClientBase, { text, values, name }: Question): Promise<QueryResult> {
  if (name === undefined) return on.query({ text, values });
  const ask = on as { query(query: PgQuery, answered: (error: Error | null, result: QueryResult) => void): void };
  return new Promise((answer, fail) => {
    ask.query(new Prepared(text, values, name), (error, result) => (error ? fail(error) : answer(result)));
  });
}

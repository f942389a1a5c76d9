import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AppError } from '../../../errors.ts';
import {
  CONNECT_MS,
  connectionOptions,
  type PostgresAddress,
  type PostgresServer,
  type SessionRole,
  serverName,
} from './address.ts';
import { connectError, databaseError, databaseFailure, isConnectionLost, noneServes, sqlState } from './errors.ts';
import { cutWhenSilent } from './silence.ts';

/** How soon a server is asked again while another one says nothing. */
const AGAIN_MS = 500;
/** How long a reading waits for one of the pool's connections. */
const POOL_WAIT_MS = 30_000;

/** An answer that was given is on disk, here and on a synchronous standby, whatever was set for the role or the database. */
const DURABLE = `select case when current_setting('synchronous_commit') in ('on', 'remote_apply') then ''
  else set_config('synchronous_commit', 'on', false) end`;
const STATE = `select pg_is_in_recovery() as "standby", current_setting('transaction_read_only') = 'on' as "readOnly"`;

/**
 * A session that waits for a lock notices that its client is gone, and gives back the locks that it holds itself; the statement of a
 * reading process that was ended goes with it.
 */
const WATCHED = 'set client_connection_check_interval = 2000';
const INVALID_VALUE = '22023';

interface ServerState {
  standby: boolean;
  readOnly: boolean;
}

interface Opening {
  address: PostgresAddress;
  server: PostgresServer;
  role: SessionRole;
  /** Whether what goes wrong may name the server: at the start, to administrators. */
  named: boolean;
  /** Asks only whether the server is there. */
  probe?: true;
  /** Called when this server cannot serve. */
  refused?: () => void;
}

type Connected = (error: Error | null, client?: pg.Client) => void;

/**
 * What `work` on a client comes to. After `ms` its connection is cut, so that `work` fails as lost: a network that
 * swallows packets would else hold it for a quarter of an hour, with no limit of the server's own at hand.
 */
export async function cutAfter<R>(client: pg.Client, ms: number, work: Promise<R>): Promise<R> {
  const timer = setTimeout(() => client.connection.stream.destroy(), ms);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

/** A client of one server that is connected once the server has proven to be the primary. */
class PrimaryClient extends pg.Client {
  readonly #opening: Opening;
  readonly #fault: unknown;

  constructor(opening: Opening) {
    let options: pg.ClientConfig = {};
    let fault: unknown;
    try {
      options = connectionOptions(opening.address, opening.server, opening.role);
    } catch (error) {
      fault = error; // a pool makes clients where nobody could catch it: connect says so
    }
    super(options);
    this.#opening = opening;
    this.#fault = fault;
    // the statement that runs, or the next one, says that the server is gone: this event would end the process
    this.on('error', () => {});
  }

  override connect(): Promise<pg.Client>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.Client> | undefined {
    const opened = this.#open();
    if (!callback) return opened;
    opened.then((client) => callback(null, client), callback);
    return undefined;
  }

  async #open(): Promise<pg.Client> {
    const { server, named, probe, refused } = this.#opening;
    try {
      if (this.#fault !== undefined) throw this.#fault;
      await super.connect();
      await cutAfter(this, CONNECT_MS, this.#assertPrimary());
      if (!probe) cutWhenSilent(this, () => isThere(this.#opening));
      return this;
    } catch (error) {
      void this.end().catch(() => {});
      refused?.();
      throw connectError(error, named ? serverName(server) : undefined);
    }
  }

  async #assertPrimary(): Promise<void> {
    const { rows } = await this.query<ServerState>(STATE);
    const isWriter = this.#opening.role === 'writer';
    if (rows[0]?.standby !== false || (isWriter && rows[0].readOnly)) {
      throw databaseFailure('standby', this.#opening.named ? { server: serverName(this.#opening.server) } : {});
    }
    if (this.#opening.probe) return;
    if (isWriter) await this.query(DURABLE);
    await this.query(WATCHED).catch((error: unknown) => {
      if (sqlState(error) !== INVALID_VALUE) throw error; // a server on Windows cannot
    });
  }
}

/** Whether a server lets us in as the primary. A server that is full is there. */
async function isThere({ address, server }: Opening): Promise<boolean> {
  const client = new PrimaryClient({ address, server, role: 'reader', named: false, probe: true });
  try {
    await client.connect();
    void client.end().catch(() => {});
    return true;
  } catch (error) {
    return !(error instanceof AppError && error.code === 'service_unreachable');
  }
}

/** Whether a server may let us in soon: not where an administrator has to mend something. */
const isPassing = (error: unknown): boolean => error instanceof AppError && error.code !== 'config_invalid';

function asRefusal(error: unknown): AppError {
  if (error instanceof AppError) return error;
  throw error;
}

async function connectAs(address: PostgresAddress, role: SessionRole): Promise<pg.Client> {
  // all at once, and who refuses again: one that swallows packets would keep us for 5 s from who is promoted meanwhile
  let [silent, isFound] = [address.servers.length, false];
  const ask = async (server: PostgresServer, isFirst = true): Promise<pg.Client> => {
    try {
      const client = await new PrimaryClient({ address, server, role, named: true }).connect();
      isFound = true;
      return client;
    } catch (error) {
      if (isFirst) silent -= 1;
      const isOver = () => silent === 0 || isFound;
      if (!isOver() && isPassing(error)) await sleep(AGAIN_MS);
      if (isOver() || !isPassing(error)) throw error;
      return ask(server, false);
    }
  };
  const tries = address.servers.map((server) => ask(server));
  const ends = Promise.allSettled(tries);
  const first = await Promise.any(tries).catch(() => undefined);
  if (first === undefined) {
    throw noneServes((await ends).flatMap((end) => (end.status === 'rejected' ? [asRefusal(end.reason)] : [])));
  }
  for (const other of tries) void other.then((client) => (client === first ? undefined : client.end())).catch(() => {});
  return first;
}

/**
 * The connection that changes records: to the server of the address that is the primary. Once it is lost, every
 * statement on it fails and `isConnectionLost` is true of what they throw; nothing ends the process. Throws
 * `service_unreachable`, `config_invalid` or `overloaded`, saying of every server why not.
 */
export const connectWriter = (address: PostgresAddress): Promise<pg.Client> => connectAs(address, 'writer');

/** A connection for whoever follows the records: to the primary too, and unable to change anything. Throws as `connectWriter`. */
export const connectReader = (address: PostgresAddress): Promise<pg.Client> => connectAs(address, 'reader');

/** A server that is used until it does not serve, then the next one of the list. */
function turnsOf(servers: readonly PostgresServer[]): () => { server: PostgresServer; refused: () => void } {
  let at = 0;
  return () => {
    const mine = at;
    const server = servers[mine];
    if (server === undefined) throw new AppError('internal', 'an address of the database names no server');
    const refused = (): void => {
      if (at === mine) at = (mine + 1) % servers.length;
    };
    return { server, refused };
  };
}

type Acquired = (error: Error | undefined, client: pg.PoolClient | undefined, done: Release) => void;
type Release = (error?: Error | boolean) => void;

/** A pool whose connections are opened to whichever server is the primary then. */
class ReaderPool extends pg.Pool {
  readonly #servers: number;

  constructor(address: PostgresAddress, max: number) {
    const next = turnsOf(address.servers);
    class Reader extends PrimaryClient {
      constructor() {
        super({ address, role: 'reader', named: false, ...next() });
      }
    }
    super({ Client: Reader, max, connectionTimeoutMillis: POOL_WAIT_MS });
    this.#servers = address.servers.length;
    this.on('error', () => {}); // an idle connection was lost: the pool has dropped it
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Acquired): void;
  override connect(callback?: Acquired): Promise<pg.PoolClient> | undefined {
    const acquired = this.#acquire(this.#servers);
    if (!callback) return acquired;
    acquired.then(
      (client) => callback(undefined, client, (error) => client.release(error)),
      (error: Error) => callback(error, undefined, () => {}),
    );
    return undefined;
  }

  async #acquire(tries: number): Promise<pg.PoolClient> {
    try {
      return await super.connect();
    } catch (error) {
      if (tries > 1 && isConnectionLost(error)) return this.#acquire(tries - 1);
      throw databaseError(error);
    }
  }
}

/**
 * Up to `max` connections that cannot change anything, each opened when it is first needed; readings longer than 30 s are
 * ended. `connect` throws `service_unreachable`, `config_invalid`, or `overloaded` after 30 s in which none was free.
 */
export function readerPool(address: PostgresAddress, { max }: { max: number }): pg.Pool {
  return new ReaderPool(address, max);
}

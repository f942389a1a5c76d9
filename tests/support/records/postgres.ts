import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig, type Pool } from 'pg';
import { holdSchema } from '../../../src/store/postgres/schema.ts';
import { type PostgresAddress, SCHEMA } from '../../../src/store/postgres/server/address.ts';
import { makeNamespace } from '../../../src/store/postgres/server/namespace.ts';
import { noteCanaries } from './postgres/canaries.ts';
import { foldersInMemory, PORT, type Server, SUPERUSER, startServer } from './postgres/server.ts';
import { shortSessions } from './postgres/sessions.ts';

/** A database of a test's own, on the server of the run. */
export interface TestDatabase {
  /** As the service reaches it. */
  address: PostgresAddress;
  /** As the server's superuser does. */
  config: ClientConfig;
  /** The same as a connection string. */
  url: string;
  /** What JETON_DATABASE_URL says of it. */
  serviceUrl: string;
  /** Looks for canaries in it, ends its connections and removes it. */
  drop(): Promise<void>;
}

/** The database that those with tables are copied from. */
const TEMPLATE = 'with_tables';
/** The service's role: it owns the databases, and may do nothing else. */
const OWNER = 'jeton_service';
/** For as long as another test file starts the server. */
const WAIT_MS = 120_000;

const configOf = ({ socket }: Server, database: string): ClientConfig => ({
  host: socket,
  port: PORT,
  user: SUPERUSER,
  database,
  options: `-c search_path=${SCHEMA},public`,
});

async function connected<T>(config: ClientConfig, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(config);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function startWithTemplate(runFolder: string): Promise<Server> {
  const inMemory = process.env['JEST_WORKER_ID'] === undefined ? [] : foldersInMemory(); // a benchmark's is on the disk
  const server = await startServer(runFolder, {}, [...inMemory, path.dirname(runFolder), '/tmp']);
  await connected(configOf(server, 'postgres'), async (client) => {
    await client.query(`create role ${OWNER} login`);
    await client.query(`create database ${TEMPLATE} owner ${OWNER}`);
  });
  await connected({ ...configOf(server, TEMPLATE), user: OWNER }, async (client) => {
    await makeNamespace(client);
    await holdSchema(client, true);
  });
  return server;
}

/** Whether we are the first of the run who asks. */
function isFirst(runFolder: string): boolean {
  mkdirSync(runFolder, { recursive: true });
  try {
    writeFileSync(path.join(runFolder, 'postgres.lock'), '', { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** The server of the run: started by the first test file that asks, and found by the others in the run's folder. */
async function serverOf(runFolder: string): Promise<Server> {
  const file = path.join(runFolder, 'postgres.json');
  if (isFirst(runFolder)) {
    const told = await startWithTemplate(runFolder).catch((error: Error) => ({ failure: error.message }));
    writeFileSync(`${file}.new`, JSON.stringify(told));
    renameSync(`${file}.new`, file);
  }
  for (const end = Date.now() + WAIT_MS; !existsSync(file); await sleep(20)) {
    if (Date.now() > end) throw new Error('another test file started a PostgreSQL server, and did not finish');
  }
  const told = JSON.parse(readFileSync(file, 'utf8')) as Server | { failure: string };
  if ('failure' in told) throw new Error(told.failure);
  return told;
}

let made = 0;
/** Makes and drops databases. */
let admin: Pool | undefined;

/**
 * A new database on a server of the tests' own, which is started once a run and ended with it (postgres/server.ts).
 *
 * @param tables - whether it has all tables, or is empty
 * @param template - the database that it is a copy of, to which nobody is connected
 */
export async function newDatabase({
  tables = true,
  template = tables ? TEMPLATE : 'template0',
}: {
  tables?: boolean;
  template?: string | undefined;
} = {}): Promise<TestDatabase> {
  made += 1;
  const server = await serverOf(
    process.env['JETON_RUN'] ?? path.join(tmpdir(), `jeton-run-${process.pid}-${Math.round(performance.timeOrigin)}`),
  );
  const name = `test_${process.pid}_${process.hrtime.bigint()}_${made}`;
  admin ??= shortSessions(configOf(server, 'postgres'));
  const sessions = admin;
  // file by file it takes half the time of the write-ahead log
  const copied = `template ${template} strategy file_copy owner ${OWNER}`;
  await sessions.query(`create database ${name} ${copied}`);
  return {
    address: { user: OWNER, database: name, servers: [{ host: server.socket, port: PORT }] },
    config: configOf(server, name),
    serviceUrl: `postgresql:///${name}?host=${encodeURIComponent(server.socket)}&port=${PORT}&user=${OWNER}`,
    url: `postgresql://${SUPERUSER}@/${name}?host=${encodeURIComponent(server.socket)}&port=${PORT}`,
    drop: async () => {
      await noteCanaries(configOf(server, name));
      await sessions.query(`drop database ${name} with (force)`);
    },
  };
}

import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { PostgresAddress } from '../../src/store/postgres/server/address.ts';
import { DURABLE, PORT, SUPERUSER, startServer } from '../support/records/postgres/server.ts';

/** The role of the service. */
const OWNER = 'jeton_service';

/** A PostgreSQL server of the benchmark's own that waits for its disk: that of temporary files. It ends with the process. */
export async function durableServer() {
  const runFolder = join(tmpdir(), `jeton-run-${process.pid}-${Math.round(performance.timeOrigin)}`);
  mkdirSync(runFolder, { recursive: true });
  const { socket } = await startServer(runFolder, DURABLE);
  const asSuperuser = async (statements: readonly string[], database = 'postgres'): Promise<void> => {
    const client = new Client({ host: socket, port: PORT, user: SUPERUSER, database });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };
  await asSuperuser([`create role ${OWNER} login`]);
  return {
    /** An empty database of this name, as the service reaches it. */
    database: async (name: string): Promise<PostgresAddress> => {
      await asSuperuser([`create database ${name} template template0 owner ${OWNER}`]);
      return { user: OWNER, database: name, servers: [{ host: socket, port: PORT }] };
    },
    /** Runs statements there as the superuser. */
    asSuperuser,
    /** Ends it, and removes its data. */
    stop: () => rmSync(runFolder, { recursive: true }),
  };
}

import { Kysely, sql } from 'kysely';
import type { Client } from 'pg';
import type { OpenDatabase } from '../open-database.ts';
import type { Authentication } from '../seal/guard.ts';
import type { AllTables } from '../tables.ts';
import type { PostgresAddress } from './address.ts';
import { beAlone } from './alone.ts';
import { connectWriter, readerPool } from './connect.ts';
import { createDialects } from './dialect.ts';
import { checkServer, warningsOf } from './durability.ts';
import { createGroupCommit, type GroupOptions, type Writer } from './group.ts';
import { makeNamespace } from './namespace.ts';
import { holdSchema } from './schema.ts';
import { createStatements } from './statements.ts';

/** Readings at the same time; more of them wait. */
const READERS = 8;

export interface PostgresOptions extends GroupOptions {
  /** Whether triggers that somebody changed behind the program's back are made anew: by the service, which reports them. */
  mendTriggers?: boolean;
  /** Whether nobody else may write meanwhile; else units of several instances take turns. */
  alone?: boolean;
}

/** The connection that writes; after it was lost, another one. */
function createWriter(address: PostgresAddress, alone: boolean): Writer & { close(): Promise<void> } {
  let current: Promise<Client> | undefined;
  const connect = async (): Promise<Client> => {
    const client = await connectWriter(address);
    try {
      if (alone) await beAlone(client);
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
  };
  const end = async (client: typeof current): Promise<void> => {
    await (await client?.catch(() => undefined))?.end().catch(() => {});
  };
  return {
    client: () => {
      current ??= connect();
      const client = current;
      client.catch(() => {
        if (current === client) current = undefined; // tried again by the next group
      });
      return client;
    },
    lose: () => {
      void end(current);
      current = undefined;
    },
    close: () => end(current),
  };
}

/** Runs `work` on a connection of its own. */
async function onceAt<R>(address: PostgresAddress, work: (client: Client) => Promise<R>): Promise<R> {
  const client = await connectWriter(address);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Nothing is made on a server that would lose it, nor while another instance writes. */
async function prepare(writer: ReturnType<typeof createWriter>, address: PostgresAddress, mend: boolean) {
  try {
    await writer.client();
    return await onceAt(address, async (client) => {
      const warnings = warningsOf(await checkServer(client));
      await makeNamespace(client);
      return { warnings, mendedTriggers: await holdSchema(client, mend) };
    });
  } catch (error) {
    await writer.close();
    throw error;
  }
}

/**
 * Opens the records on a server; an empty database gets all its tables. Throws what `connectWriter` and `holdSchema` throw.
 * What was dropped stays in the server's log and in its backups for as long as these are kept: secrets are sealed under
 * the key-encryption key, which is in neither (docs/decisions/postgresql.md).
 */
export async function openPostgres(
  address: PostgresAddress,
  { mendTriggers = false, alone = false, guard, ...options }: PostgresOptions & Authentication,
): Promise<OpenDatabase> {
  const writer = createWriter(address, alone);
  const { warnings, mendedTriggers } = await prepare(writer, address, mendTriggers);
  const readers = readerPool(address, { max: READERS });
  const group = createGroupCommit(writer, options);
  const close = async (): Promise<void> => {
    await group.idle();
    await Promise.all([readers.end(), writer.close()]);
  };
  const { dialect, urgent } = createDialects({ readers, group, statements: createStatements(guard), close });
  const db = new Kysely<AllTables>({ dialect });
  await sql`select 1`.execute(db); // Kysely closes only what was used once
  return {
    ...{ db, urgentDb: new Kysely<AllTables>({ dialect: urgent }), mendedTriggers, warnings },
    holdTriggers: () => onceAt(address, (client) => holdSchema(client, true)),
    forgetSecrets: async () => {},
    groups: group.groups,
    close: () => db.destroy(),
  };
}

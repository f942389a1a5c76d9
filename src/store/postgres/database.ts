import { Kysely, sql } from 'kysely';
import type { Client } from 'pg';
import type { OpenDatabase } from '../open-database.ts';
import type { Authentication } from '../seal/guard.ts';
import type { AllTables } from '../tables.ts';
import type { PostgresAddress } from './address.ts';
import { connectWriter, readerPool } from './connect.ts';
import { createDialects } from './dialect.ts';
import { createGroupCommit, type GroupOptions, type Writer } from './group.ts';
import { makeNamespace } from './namespace.ts';
import { holdSchema } from './schema.ts';
import { createStatements } from './statements.ts';

/** Readings at the same time; more of them wait. */
const READERS = 8;

export interface PostgresOptions extends GroupOptions {
  /** Whether triggers that somebody changed behind the program's back are made anew: by the service, which reports them. */
  mendTriggers?: boolean;
}

/** The connection that writes; after it was lost, another one. */
function createWriter(address: PostgresAddress): Writer & { close(): Promise<void> } {
  let current: ReturnType<typeof connectWriter> | undefined;
  const end = async (client: typeof current): Promise<void> => {
    await (await client?.catch(() => undefined))?.end().catch(() => {});
  };
  return {
    client: (): Promise<Client> => {
      current ??= connectWriter(address);
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

async function holdSchemaAt(address: PostgresAddress, mend: boolean): Promise<string[]> {
  const client = await connectWriter(address);
  try {
    await makeNamespace(client);
    return await holdSchema(client, mend);
  } finally {
    await client.end();
  }
}

/**
 * Opens the records on a server; an empty database gets all its tables. Throws what `connectWriter` and `holdSchema` throw.
 * What was dropped stays in the server's log and in its backups for as long as these are kept: secrets are sealed under
 * the key-encryption key, which is in neither (docs/decisions/postgresql.md).
 */
export async function openPostgres(
  address: PostgresAddress,
  { mendTriggers = false, guard, ...options }: PostgresOptions & Authentication,
): Promise<OpenDatabase> {
  const mendedTriggers = await holdSchemaAt(address, mendTriggers);
  const writer = createWriter(address);
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
    ...{ db, urgentDb: new Kysely<AllTables>({ dialect: urgent }), mendedTriggers },
    holdTriggers: () => holdSchemaAt(address, true),
    forgetSecrets: async () => {},
    groups: group.groups,
    close: () => db.destroy(),
  };
}

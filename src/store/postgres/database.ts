import { Kysely, sql } from 'kysely';
import type { Client } from 'pg';
import type { KnownDifference } from '../../flow/ports/store.ts';
import { MOST_DIFFERENCES } from '../differences.ts';
import type { Hold, OpenDatabase } from '../open-database.ts';
import type { Authentication } from '../seal/guard.ts';
import type { AllTables } from '../tables.ts';
import { createDialects } from './dialect.ts';
import { createGroupCommit, type GroupOptions, type Writer } from './group.ts';
import { pipelinedReads } from './pipelined-reads.ts';
import { holdSchema } from './schema.ts';
import type { PostgresAddress } from './server/address.ts';
import { connectWriter, readerPool } from './server/connect.ts';
import { createServerCheck, type ServerCheck, warningsOf } from './server/durability.ts';
import { beAlone, beNode } from './server/held.ts';
import { makeNamespace } from './server/namespace.ts';
import { createServerSettings } from './server-settings.ts';
import { createStatements } from './statements.ts';

const DIFFERENCES = 'select * from "difference" order by "foundAt", "table", "id" limit $1';
/** Readings at the same time; more of them wait. */
const READERS = 8;

export interface PostgresOptions extends GroupOptions {
  /** Whether triggers that somebody changed behind the program's back are made anew: by the service, which reports them. */
  mendTriggers?: boolean;
  /** Who else may write meanwhile: everybody, where it is left out. Units take turns. */
  hold?: Hold | undefined;
  /**
   * Told once another connection writes, before it does, of the rows that are known to differ: another node may have
   * written in between. They are read on that connection, for those of the readers may lead to a server that is gone.
   */
  returned?: (differences: readonly KnownDifference[]) => void;
}

/** Connects as who holds the records so; `returned` is told before anything is written. */
async function connect(
  address: PostgresAddress,
  hold: Hold | undefined,
  returned?: PostgresOptions['returned'],
): Promise<Client> {
  const client = await connectWriter(address);
  try {
    if (hold === 'alone') await beAlone(client);
    else if (hold) await beNode(client, hold.node);
    if (returned) returned((await client.query<KnownDifference>(DIFFERENCES, [MOST_DIFFERENCES])).rows);
    return client;
  } catch (error) {
    await client.end().catch(() => {}); // of a lost connection: the first error tells more
    throw error;
  }
}

/** The connection that writes: this one; after it was lost, the one that `another` makes. */
function createWriter(first: Client, another: () => Promise<Client>): Writer & { close(): Promise<void> } {
  let current: Promise<Client> | undefined = Promise.resolve(first);
  const end = async (client: typeof current): Promise<void> => {
    await (await client?.catch(() => undefined))?.end().catch(() => {});
  };
  return {
    client: (): Promise<Client> => {
      current ??= another();
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

/**
 * Connects to where the schema is as it should be; the caller ends the connection. Nothing is made on a server that would
 * lose it, nor while somebody has the records alone. Answers what was made anew, and what to warn of.
 */
async function connectHeld(
  address: PostgresAddress,
  { check, mend, hold }: { check: ServerCheck; mend: boolean; hold?: Hold | undefined },
) {
  const client = await connect(address, hold);
  try {
    const warnings = warningsOf(await check(client));
    await makeNamespace(client);
    return { client, warnings, mended: await holdSchema(client, mend) };
  } catch (error) {
    await client.end().catch(() => {});
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
  { mendTriggers = false, hold, returned, guard, told, ...options }: PostgresOptions & Authentication,
): Promise<OpenDatabase> {
  const check = createServerCheck();
  const held = await connectHeld(address, { check, mend: mendTriggers, hold });
  const { client: first, mended: mendedTriggers, warnings } = held;
  const settings = createServerSettings(address, check, warnings, options.warn ?? (() => {}));
  const writer = createWriter(first, async () => {
    const client = await connect(address, hold, returned);
    // it may be another server; whoever waits to write does not wait for this
    void settings.look().catch(() => {}); // a server that is gone again is looked at by the next round
    return client;
  });
  const readers = readerPool(address, { max: READERS });
  const group = createGroupCommit(writer, options);
  const close = async (): Promise<void> => {
    await group.idle();
    await Promise.all([readers.end(), writer.close()]);
  };
  const { dialect, urgent } = createDialects({
    readers: pipelinedReads(readers),
    group,
    statements: createStatements({ guard, told }),
    close,
  });
  const db = new Kysely<AllTables>({ dialect });
  await sql`select 1`.execute(db); // Kysely closes only what was used once
  return {
    db,
    urgentDb: new Kysely<AllTables>({ dialect: urgent }),
    mendedTriggers,
    settings,
    holdTriggers: async () => {
      const { client, mended } = await connectHeld(address, { check, mend: true });
      await client.end();
      return mended;
    },
    forgetSecrets: async () => {},
    groups: group.groups,
    isWritable: group.isWritable,
    close: () => db.destroy(),
  };
}

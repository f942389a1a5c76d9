import { Kysely, PostgresDialect, sql } from 'kysely';
import type { ReadOnlyDatabase } from '../read-only-database.ts';
import type { SchemaFault } from '../schema-fault.ts';
import type { AllTables } from '../tables.ts';
import { schemaFaults } from './schema.ts';
import type { PostgresAddress } from './server/address.ts';
import { connectWriter, readerPool } from './server/connect.ts';

/** Who reads beside the service reads one thing after another, and a snapshot meanwhile. */
const READERS = 3;

/** Faults of the schema are found by making it aside, which takes a session that may. */
async function faultsAt(address: PostgresAddress): Promise<SchemaFault[]> {
  const client = await connectWriter(address);
  try {
    return await schemaFaults(client);
  } finally {
    await client.end();
  }
}

/**
 * Opens the records on a server to read them, and nothing else. Rows come without a look at their seals. An index that leads
 * to other rows than its table has is the server's to find (amcheck): a role that owns tables alone may not look.
 */
export function openReadOnlyServer(address: PostgresAddress): ReadOnlyDatabase {
  const pool = readerPool(address, { max: READERS });
  const db = new Kysely<AllTables>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    snapshot: (work) => db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work),
    schemaFaults: () => faultsAt(address),
    damagedIndexes: async () => [],
    close: async () => {
      await sql`select 1`.execute(db).catch(() => {}); // Kysely closes only what was used once
      await db.destroy();
    },
  };
}

import { Kysely, PostgresDialect } from 'kysely';
import type { BulkDatabase } from '../copy/bulk-database.ts';
import type { AllTables } from '../tables.ts';
import { holdSchema } from './schema.ts';
import type { PostgresAddress } from './server/address.ts';
import { connectWriter } from './server/connect.ts';
import { createServerCheck, warningsOf } from './server/durability.ts';
import { beAlone } from './server/held.ts';
import { makeNamespace } from './server/namespace.ts';

/**
 * Opens the records on a server to fill them, an empty database with all its tables; nobody else writes meanwhile. Throws
 * what connecting, the server's settings and `holdSchema` throw, and `locked` while an instance runs.
 */
export async function openBulkServer(address: PostgresAddress): Promise<BulkDatabase> {
  const client = await connectWriter(address);
  try {
    await beAlone(client);
    warningsOf(await createServerCheck()(client));
    await makeNamespace(client);
    await holdSchema(client, false);
    await client.query('set idle_in_transaction_session_timeout = 0'); // it waits for the place that is copied
  } catch (error) {
    await client.end();
    throw error;
  }
  const lent = Object.assign(client, { release: () => {} });
  const pool = { connect: async () => lent, end: () => client.end() };
  const db = new Kysely<AllTables>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    close: async () => {
      await db.destroy();
      await client.end(); // a second time where it was used: nothing
    },
  };
}

import type { DatabaseState, KnownAuthority } from '../database-state.ts';
import { type PostgresAddress, SCHEMA } from './server/address.ts';
import { readerPool } from './server/connect.ts';

const TABLES = `select count(*) as "tables", count(*) filter (where "tablename" in ('authority', 'checkpoint', 'journalEntry')) as "known"
  from pg_tables where "schemaname" = '${SCHEMA}'`;
const ENTRIES = 'select exists (select 1 from "journalEntry") as "entries"';
const SIGNED = `select "id", "kind", "purpose", "issuerId", "notAfter" from "authority" where "sha256" is not null
  order by "notAfter"`;
/** Of the tables that are asked, all have to be there: `holdSchema` refuses another schema with a sentence of its own. */
const ASKED = 3;

/** What the journal and the CA have left on a server. Throws what connecting throws. */
export async function lookAtServer(address: PostgresAddress): Promise<DatabaseState> {
  const pool = readerPool(address, { max: 1 });
  try {
    const { rows } = await pool.query<{ tables: number; known: number }>(TABLES);
    const { tables = 0, known = 0 } = rows[0] ?? {};
    if (tables === 0) return { state: 'new' };
    if (known < ASKED) return { state: 'used', entries: false, authorities: [] };
    const [journal] = (await pool.query<{ entries: boolean }>(ENTRIES)).rows;
    const authorities = (await pool.query<KnownAuthority>(SIGNED)).rows;
    return { state: 'used', entries: journal?.entries === true, authorities };
  } finally {
    await pool.end();
  }
}

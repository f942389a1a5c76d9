import { Client, type ClientConfig, escapeIdentifier } from 'pg';
import { canariesIn, note, type Search } from '../../runs/canaries.ts';

/** A row as text, its octets as they are: PostgreSQL writes them in hexadecimal. */
const octetsOf = (row: string): Buffer =>
  Buffer.concat(
    row.split(/\\\\x((?:[0-9a-f]{2})+)/).map((part, i) => (i % 2 === 1 ? Buffer.from(part, 'hex') : Buffer.from(part))),
  );

/** Looks for canaries in every row of a database (tests/support/runs/canaries.ts). */
export async function searchDatabase(config: ClientConfig): Promise<Search> {
  const client = new Client(config);
  await client.connect();
  try {
    // to plan a look at every table takes longer than the look: most are empty in most tests
    const { rows: tables } = await client.query<{ schema: string; name: string }>(`select nspname as "schema",
      relname as "name" from pg_class c join pg_namespace n on n.oid = relnamespace
      where relkind = 'r' and nspname not in ('pg_catalog', 'information_schema') and pg_relation_size(c.oid) > 0`);
    if (tables.length === 0) return { folder: config.database ?? '', files: 0, found: [] };
    const each = tables.map(({ schema, name }) => {
      const table = `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
      return `select ${client.escapeLiteral(name)} as "file", t::text as "row" from ${table} t`;
    });
    const { rows } = await client.query<{ file: string; row: string }>(each.join(' union all '));
    const found = rows.flatMap(({ file, row }) => canariesIn(octetsOf(row)).map((canary) => ({ canary, file })));
    return { folder: config.database ?? '', files: tables.length, found };
  } finally {
    await client.end();
  }
}

/** Notes for the end of the run what was found, before a database is dropped. */
export async function noteCanaries(config: ClientConfig): Promise<void> {
  note(await searchDatabase(config));
}

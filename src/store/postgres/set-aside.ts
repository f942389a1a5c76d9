import { type PostgresAddress, SCHEMA } from './server/address.ts';
import { connectWriter } from './server/connect.ts';

const NAME = `select '${SCHEMA}_moved_' || count(*) + 1 as "aside" from pg_namespace where nspname like '${SCHEMA}\\_moved\\_%'`;
/** All that is ours there; pg_trgm stays, for the next tables, and nobody but its owner may move it. */
const MOVES = `
  select format('alter table %I.%I set schema %I', schemaname, tablename, $1::text) as "move"
    from pg_tables where schemaname = '${SCHEMA}'
  union all
  select format('alter function %s set schema %I', p.oid::regprocedure, $1::text) from pg_proc p
    where p.pronamespace = '${SCHEMA}'::regnamespace
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`;

/** Puts our tables into a schema of another name, so that no service finds them. Answers the name. */
export async function setSchemaAside(address: PostgresAddress): Promise<string> {
  const client = await connectWriter(address);
  try {
    const [name] = (await client.query<{ aside: string }>(NAME)).rows;
    const aside = name?.aside ?? `${SCHEMA}_moved`;
    const { rows } = await client.query<{ move: string }>(MOVES, [aside]);
    // one text is one transaction
    await client.query([`create schema "${aside}"`, ...rows.map(({ move }) => move)].join(';\n'));
    return aside;
  } finally {
    await client.end();
  }
}

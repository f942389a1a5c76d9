import type pg from 'pg';
import { SCHEMA } from './address.ts';

/** What a server says of itself and of our role there, to a session of ours. */
export interface ServerFacts {
  /** Of the major version: 15 to 17 and so on. */
  version: number;
  encoding: string;
  fsync: string;
  fullPageWrites: string;
  /** Of this session. */
  synchronousCommit: string;
  synchronousStandbyNames: string;
  /** Standbys that stream now; backups that stream are none. */
  standbys: number;
  /** Those whose answer a commit waits for; undefined where our role may not see it. */
  synchronousStandbys: number | undefined;
  /** Attributes and memberships that our role does not need, such as SUPERUSER. */
  excess: string[];
  /** The schema that pg_trgm was made in; undefined where it was not. */
  trigramsIn: string | undefined;
  /** Whether the server has the files of pg_trgm. */
  trigramsAvailable: boolean;
  mayCreateInDatabase: boolean;
  /** Whether our schema is there and our role may make tables in it. */
  schema: 'ready' | 'missing' | 'foreign';
}

const SETTINGS = `
  select current_setting('server_version_num')::int / 10000 as "version",
    current_setting('server_encoding') as "encoding",
    current_setting('fsync') as "fsync",
    current_setting('full_page_writes') as "fullPageWrites",
    current_setting('synchronous_commit') as "synchronousCommit",
    current_setting('synchronous_standby_names') as "synchronousStandbyNames"`;
type Settings = Pick<ServerFacts, 'version' | 'encoding' | 'fsync' | 'fullPageWrites' | 'synchronousCommit'> &
  Pick<ServerFacts, 'synchronousStandbyNames'>;

// whoever is no member of pg_read_all_stats sees a row for each standby, with nulls in it
const STANDBYS = `
  select count(*) as "standbys",
    count(sync_state) as "visible",
    count(*) filter (where sync_state in ('sync', 'quorum')) as "synchronous"
  from pg_stat_replication where state is distinct from 'backup'`;

const EXCESS = `
  select unnest(array_remove(array[
    case when rolsuper then 'SUPERUSER' end, case when rolcreaterole then 'CREATEROLE' end,
    case when rolcreatedb then 'CREATEDB' end, case when rolreplication then 'REPLICATION' end,
    case when rolbypassrls then 'BYPASSRLS' end], null)) as "name"
  from pg_roles where rolname = current_user
  union all
  select member.rolname from pg_roles me cross join pg_roles member
  where me.rolname = current_user and not me.rolsuper and pg_has_role(me.oid, member.oid, 'member')
    and member.rolname in ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')
  order by 1`;

const RIGHTS = `
  select (select nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace
      where extname = 'pg_trgm')::text as "trigramsIn",
    exists (select from pg_available_extensions where name = 'pg_trgm') as "trigramsAvailable",
    has_database_privilege(current_database(), 'create') as "mayCreateInDatabase",
    case when to_regnamespace($1) is null then 'missing'
      when has_schema_privilege($1, 'usage') and has_schema_privilege($1, 'create') then 'ready'
      else 'foreign' end as "schema"`;
type Rights = Pick<ServerFacts, 'trigramsAvailable' | 'mayCreateInDatabase' | 'schema'> & { trigramsIn: string | null };

async function only<Row extends pg.QueryResultRow>(client: pg.ClientBase, text: string, values: string[] = []) {
  const { rows } = await client.query<Row>(text, values);
  const [row] = rows;
  if (row === undefined) throw new Error('a query of the server’s settings answered no row');
  return row;
}

/** Asks a server for what of ours is there, and may be made. Throws what pg throws. */
export async function readNamespace(
  client: pg.ClientBase,
): Promise<Pick<ServerFacts, 'trigramsIn' | 'trigramsAvailable' | 'mayCreateInDatabase' | 'schema'>> {
  const { trigramsIn, ...rights } = await only<Rights>(client, RIGHTS, [SCHEMA]);
  return { ...rights, trigramsIn: trigramsIn ?? undefined };
}

/** Asks a server for what `judgeServer` looks at. Throws what pg throws. */
export async function readServerFacts(client: pg.ClientBase): Promise<ServerFacts> {
  const settings = await only<Settings>(client, SETTINGS);
  const counts = await only<{ standbys: number; visible: number; synchronous: number }>(client, STANDBYS);
  const { rows: excess } = await client.query<{ name: string }>(EXCESS);
  return {
    ...settings,
    ...(await readNamespace(client)),
    standbys: counts.standbys,
    synchronousStandbys: counts.visible < counts.standbys ? undefined : counts.synchronous,
    excess: excess.map(({ name }) => name),
  };
}

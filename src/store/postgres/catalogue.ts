import type { ClientBase } from 'pg';

/** A part of a schema, as PostgreSQL writes it: a table with its columns, a constraint, an index, a trigger, … */
export interface Part {
  type: string;
  name: string;
  /** The table that it belongs to, empty for what stands on its own. */
  on: string;
  /** What it is: for a trigger or a function, the statement that makes it. */
  sql: string;
  /** Whether it is in force, such as `A` of a trigger that is always on. */
  state: string;
}

/** Where a schema's parts are found, and where names are looked up while they are read. */
export interface Place {
  /** Name of the schema. */
  schema: string;
  /** The one that the extension pg_trgm is in. */
  extensions: string;
}

/** The search_path of a place. "pg_temp" comes last, or a temporary table would stand before the table of its name. */
const pathOf = ({ schema, extensions }: Place): string[] => [...new Set([schema, extensions, 'pg_temp'])];

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Looks names up there until the transaction ends: what is made is made there, and what is read has no schema's name. */
export async function lookIn(client: ClientBase, place: Place): Promise<void> {
  await client.query(`select set_config('search_path', $1, true)`, [pathOf(place).map(quoted).join(', ')]);
}

/** Not what an extension brought. */
const own = (catalogue: string, oid: string): string => `not exists (select 1 from pg_depend e
  where e.classid = '${catalogue}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;

const RELATIONS = `with "space" as (select oid from pg_namespace where nspname = $1),
  "relation" as (select c.* from pg_class c where relnamespace = (select oid from "space") and ${own('pg_class', 'c.oid')})`;

const COLUMNS = `(select jsonb_agg(jsonb_build_array(attname, format_type(atttypid, atttypmod),
    nullif(attcollation, 0)::regcollation, attnotnull, attidentity, attgenerated, pg_get_expr(adbin, adrelid)) order by attnum)
  from pg_attribute a left join pg_attrdef d on (adrelid, adnum) = (attrelid, attnum)
  where attrelid = c.oid and attnum > 0 and not attisdropped)`;

const SEQUENCE = `(select jsonb_build_array(seqtypid::regtype, seqstart, seqincrement, seqmax, seqmin, seqcycle)
  from pg_sequence where seqrelid = c.oid)`;

const TABLES = `${RELATIONS} select case relkind when 'r' then 'table' when 'v' then 'view' when 'S' then 'sequence'
    when 'm' then 'materialized view' when 'p' then 'partitioned table' when 'f' then 'foreign table' else 'type' end
    as "type", relname as "name", '' as "on",
  jsonb_build_array(relkind, amname, ${COLUMNS}, ${SEQUENCE})::text as "sql",
  jsonb_build_array(relpersistence, relrowsecurity, relforcerowsecurity,
    exists (select 1 from pg_inherits where c.oid in (inhrelid, inhparent)))::text as "state"
  from "relation" c left join pg_am m on m.oid = relam where relkind not in ('i', 'I', 't')`;

/** With the internal triggers that do the work of a foreign key: they can be disabled. */
const CONSTRAINTS = `${RELATIONS} select 'constraint' as "type", conname as "name", relname as "on",
  pg_get_constraintdef(k.oid) as "sql", (select coalesce(string_agg(concat(tgfoid::regproc, ' ', tgenabled), ', ' order by tgfoid), '')
    from pg_trigger where tgconstraint = k.oid) as "state"
  from pg_constraint k join "relation" c on c.oid = conrelid where contype <> 't'`;

const INDEXES = `${RELATIONS} select 'index' as "type", i.relname as "name", c.relname as "on",
  pg_get_indexdef(indexrelid, 0, true) as "sql", concat(indisvalid, indisready, indislive) as "state"
  from pg_index x join "relation" c on c.oid = indrelid join pg_class i on i.oid = indexrelid`;

/** But those internal ones: what calls a function of ours is no part of PostgreSQL, whatever its mark says. */
const TRIGGERS = `${RELATIONS} select 'trigger' as "type", tgname as "name", relname as "on",
  pg_get_triggerdef(t.oid, true) as "sql", tgenabled::text as "state"
  from pg_trigger t join "relation" c on c.oid = tgrelid join pg_proc p on p.oid = tgfoid
  where not (tgisinternal and pronamespace = 'pg_catalog'::regnamespace)`;

const RULES = `${RELATIONS} select 'rule' as "type", rulename as "name", relname as "on",
  pg_get_ruledef(r.oid, true) as "sql", ev_enabled::text as "state"
  from pg_rewrite r join "relation" c on c.oid = ev_class where rulename <> '_RETURN'`;

const POLICIES = `${RELATIONS} select 'policy' as "type", polname as "name", relname as "on",
  concat_ws(' ', polcmd, polroles, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) as "sql",
  '' as "state" from pg_policy p join "relation" c on c.oid = polrelid`;

const FUNCTIONS = `select case when prokind = 'f' and prorettype = 'trigger'::regtype then 'trigger function' else 'function'
    end as "type", format('%s(%s)', proname, pg_get_function_identity_arguments(p.oid)) as "name", '' as "on",
  case prokind when 'a' then 'aggregate' else pg_get_functiondef(p.oid) end as "sql", '' as "state"
  from pg_proc p where pronamespace = (select oid from pg_namespace where nspname = $1) and ${own('pg_proc', 'p.oid')}`;

/** Types, operators and whatever else can be made in a schema. Statistics, default rights and publications change nothing. */
const OTHERS = `select o.type, coalesce(o.name, o.identity) as "name", '' as "on", o.identity as "sql", '' as "state"
  from pg_depend d cross join lateral pg_identify_object(d.classid, d.objid, 0) o
  where d.refclassid = 'pg_namespace'::regclass and d.refobjid = (select oid from pg_namespace where nspname = $1)
    and d.deptype = 'n' and d.classid not in ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_extension'::regclass,
      'pg_statistic_ext'::regclass, 'pg_default_acl'::regclass, 'pg_publication_namespace'::regclass)
    and not exists (select 1 from pg_depend e
      where e.classid = d.classid and e.objid = d.objid and e.deptype = 'e')`;

/**
 * A function's statement without the name of its schema. PostgreSQL writes that name before the function's, and in its
 * search_path; where this is the place's own, it is what the connection has when the function is made.
 */
function withoutSchema(sql: string, place: Place, name: string): string {
  const body = sql.indexOf('\nAS ');
  const [head, rest] = body < 0 ? [sql, ''] : [sql.slice(0, body), sql.slice(body)];
  const path = pathOf(place).map((one) => `'${one.replaceAll("'", "''")}'`);
  return `${head
    .replace(`FUNCTION ${name}.`, () => 'FUNCTION ')
    .replace(`\n SET search_path TO ${path.join(', ')}`, () => '\n SET search_path FROM CURRENT')}${rest}`;
}

export const keyOf = ({ type, on, name }: Part): string => [type, name, on].join('\0');

/** What the schema of this place consists of, by `keyOf`; the connection looks names up there (`lookIn`). */
export async function partsOf(client: ClientBase, place: Place): Promise<Map<string, Part>> {
  const { rows: names } = await client.query<{ name: string }>('select quote_ident($1) as "name"', [place.schema]);
  const parts: Part[] = [];
  for (const query of [TABLES, CONSTRAINTS, INDEXES, TRIGGERS, RULES, POLICIES, FUNCTIONS, OTHERS]) {
    const { rows } = await client.query<Part>(query, [place.schema]);
    parts.push(...rows);
  }
  const own = parts.map((part) =>
    part.type.endsWith('function') ? { ...part, sql: withoutSchema(part.sql, place, names[0]?.name ?? '') } : part,
  );
  return new Map(own.map((part) => [keyOf(part), part]));
}

/** Event triggers of the database: they act on statements that make or change tables, and none is ours. */
export async function eventTriggers(client: ClientBase): Promise<Part[]> {
  const { rows } = await client.query<Part>(`select 'event trigger' as "type", evtname as "name", '' as "on",
    evtevent as "sql", evtenabled::text as "state" from pg_event_trigger where evtenabled <> 'D' order by evtname`);
  return rows;
}

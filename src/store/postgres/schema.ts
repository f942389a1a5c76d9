import { readFileSync } from 'node:fs';
import type { ClientBase } from 'pg';
import { settingsRefused } from '../../errors.ts';
import { otherSchema } from '../other-schema.ts';
import type { SchemaFault } from '../schema-fault.ts';
import { eventTriggers, keyOf, lookIn, type Part, type Place, partsOf } from './catalogue.ts';

/** `db/postgresql/schema.sql` of the checkout, as far above src/store/postgres as above dist/store/postgres. */
const SCHEMA = new URL('../../../db/postgresql/schema.sql', import.meta.url);
/** "schema" in ASCII: two processes that start at once take turns. */
const LOCK = 0x736368656d61;
/** PostgreSQL's code for a right that its user does not have. */
const INSUFFICIENT_PRIVILEGE = '42501';

type Parts = ReadonlyMap<string, Part>;
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Runs `work` in one transaction that is committed, or undone when it fails or `end` says so. */
async function inTransaction<T>(client: ClientBase, end: 'commit' | 'rollback', work: () => Promise<T>): Promise<T> {
  await client.query('begin isolation level read committed, read write');
  try {
    const result = await work();
    await client.query(end);
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined); // of a lost connection: the first error tells more
    if ((error as { code?: unknown }).code !== INSUFFICIENT_PRIVILEGE) throw error;
    throw settingsRefused(
      {
        en: 'the user of PostgreSQL may not make or compare tables: it must own its schema, with CREATE on the database',
        fr: 'l’utilisateur de PostgreSQL ne peut ni créer ni comparer des tables : rendez-le propriétaire de son schéma, avec CREATE sur la base',
      },
      error,
    );
  }
}

/** Where names are looked up in this transaction, and what the server is that writes parts as text. */
interface Entered {
  place: Place;
  version: string;
}

/** Waits for its turn, and looks names up in the connection's schema from then on. */
async function enter(client: ClientBase): Promise<Entered> {
  await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
  const { rows } = await client.query<{ schema: string | null; extensions: string; version: string }>(`
    select current_schema as "schema", version() as "version",
    coalesce((select nspname from pg_extension join pg_namespace n on n.oid = extnamespace where extname = 'pg_trgm'),
      'public') as "extensions"`);
  const { schema = null, extensions = 'public', version = '' } = rows[0] ?? {};
  if (schema === null) {
    throw settingsRefused({
      en: 'no schema of the search_path is in the database',
      fr: 'aucun schéma du search_path n’est dans la base : créez-y le schéma jeton',
    });
  }
  const place = { schema, extensions };
  await lookIn(client, place);
  return { place, version };
}

/** What texts make. It is the same on each server of a version, for as long as this process lives. */
const MADE = new Map<string, Parts>();

/** What the text makes, as PostgreSQL writes it: from a schema that is made aside where this was not done before. */
async function partsMadeBy(client: ClientBase, { place, version }: Entered, schema: string): Promise<Parts> {
  const key = JSON.stringify([version, place.extensions, schema]);
  const parts = MADE.get(key) ?? (await makeAside(client, place, schema));
  MADE.set(key, parts);
  return parts;
}

/** What the text makes, in a schema that is taken away again. */
async function makeAside(client: ClientBase, { extensions }: Place, schema: string): Promise<Parts> {
  const { rows } = await client.query<{ name: string }>(`select 'jeton_compare_' || pg_backend_pid() as "name"`);
  const place = { schema: rows[0]?.name ?? 'jeton_compare', extensions };
  await client.query('savepoint "compare"');
  await client.query(`create schema ${quoted(place.schema)}`);
  await lookIn(client, place);
  await client.query(schema);
  const parts = await partsOf(client, place);
  await client.query('rollback to savepoint "compare"');
  return parts;
}

const isSame = (one?: Part, other?: Part): boolean => one?.sql === other?.sql && one?.state === other?.state;

/** Parts that stand in one of both alone, or in both otherwise: as they should be where they should be at all. */
function differences(found: Parts, wanted: Parts): Part[] {
  const all = new Map([...found, ...wanted]);
  return [...all.keys()]
    .filter((key) => !isSame(found.get(key), wanted.get(key)))
    .sort()
    .flatMap((key) => all.get(key) ?? []);
}

/**
 * What stands in the database otherwise than the schema says, or not at all; nothing is changed.
 *
 * @param client - connected, in no transaction, with the schema first in its search_path. Its user needs CREATE on the
 *   database: what the schema makes is made aside, and taken back, once in a process. So a standby cannot be asked.
 * @throws AppError `config_invalid` without that right
 */
export async function schemaFaults(client: ClientBase, schema = readFileSync(SCHEMA, 'utf8')): Promise<SchemaFault[]> {
  return inTransaction(client, 'rollback', async () => {
    const entered = await enter(client);
    const events = await eventTriggers(client);
    const found = new Map([
      ...events.map((part) => [keyOf(part), part] as const),
      ...(await partsOf(client, entered.place)),
    ]);
    const wanted = await partsMadeBy(client, entered, schema);
    return differences(found, wanted).map((part) => {
      const [isThere, belongs] = [found.has(keyOf(part)), wanted.has(keyOf(part))];
      return { type: part.type, name: part.name, kind: !isThere ? 'missing' : belongs ? 'different' : 'foreign' };
    });
  });
}

function refuse(other: Part | undefined): void {
  if (other !== undefined) throw otherSchema(`${other.type} ${other.name}`);
}

/** Takes all triggers and their functions away, and makes those of the schema: a function that changed has triggers. */
async function makeTriggersAnew(client: ClientBase, found: Parts, wanted: Parts): Promise<void> {
  const of = (parts: Parts, type: string): Part[] => [...parts.values()].filter((part) => part.type === type);
  for (const { name, on } of of(found, 'trigger')) await client.query(`drop trigger ${quoted(name)} on ${quoted(on)}`);
  for (const { name } of of(found, 'trigger function')) {
    await client.query(`drop function ${quoted(name.slice(0, -'()'.length))}()`); // a trigger's function has no arguments
  }
  for (const { sql } of of(wanted, 'trigger function')) await client.query(sql);
  for (const { name, on, sql, state } of of(wanted, 'trigger')) {
    await client.query(sql);
    if (state === 'A') await client.query(`alter table ${quoted(on)} enable always trigger ${quoted(name)}`);
  }
}

/**
 * Makes all tables in an empty schema, or holds the schema against the program's, in one transaction. Triggers keep what
 * was written from being changed behind the program's back, and can be dropped by the same hand: with `mend`, whichever
 * of them and of their functions is missing, altered, disabled or foreign is made anew as the schema says.
 *
 * @param client - connected, in no transaction, with the schema first in its search_path. Its user needs CREATE on the
 *   database, as for `schemaFaults`, and must own the schema's tables
 * @param mend - whether triggers are made anew
 * @returns names of the triggers and functions made anew, for the caller to report
 * @throws AppError `config_invalid` where anything else is not the schema's, or a right is missing
 */
export async function holdSchema(
  client: ClientBase,
  mend: boolean,
  schema = readFileSync(SCHEMA, 'utf8'),
): Promise<string[]> {
  return inTransaction(client, 'commit', async () => {
    const entered = await enter(client);
    refuse((await eventTriggers(client))[0]);
    const found = await partsOf(client, entered.place);
    if (found.size === 0) {
      await client.query(schema);
      return [];
    }
    const wanted = await partsMadeBy(client, entered, schema);
    const different = differences(found, wanted);
    refuse(different.find(({ type }) => !type.startsWith('trigger')));
    if (mend && different.length > 0) await makeTriggersAnew(client, found, wanted);
    return mend ? different.map(({ name }) => name) : [];
  });
}

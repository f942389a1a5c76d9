import { Client, escapeIdentifier } from 'pg';
import { PERSONAL } from '../../../src/book/tables/tables.ts';
import { UNIQUE } from '../../../src/book/tables/unique-values.ts';
import { holdSchema, schemaFaults } from '../../../src/store/postgres/schema.ts';
import { SMALL } from '../../support/records/postgres/small-schema.ts';
import { newDatabase, type TestDatabase } from '../../support/records/postgres.ts';

/** Whoever starts the service reads French first. */
const inFrench = (part: string): unknown => expect.stringContaining(`un autre schéma que ce programme (${part})`);

let database: TestDatabase;
let client: Client;

async function connect(): Promise<Client> {
  const connected = new Client(database.config);
  await connected.connect();
  return connected;
}
const column = async (query: string): Promise<unknown[]> =>
  (await client.query({ text: query, rowMode: 'array' })).rows.flat();
const refusal = (part: string) => ({
  code: 'config_invalid',
  detail: { part, fr: inFrench(part) },
  message: expect.stringContaining(`(${part})`),
});

beforeEach(async () => {
  database = await newDatabase({ tables: false });
  client = await connect();
});
afterEach(async () => {
  await client.end();
  await database.drop();
});

describe('the schema on PostgreSQL', () => {
  it('is made in an empty database, and found as it is from then on', async () => {
    expect(await holdSchema(client, true)).toEqual([]);
    const tables = await column(
      `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
    );
    expect(tables).toEqual(expect.arrayContaining(['person', 'request', 'token', 'journalEntry', 'opening']));
    expect(await holdSchema(client, true)).toEqual([]);
    expect(await schemaFaults(client)).toEqual([]);
  });

  it('stands in the schema of the connection, whatever its name is and wherever the extension is', async () => {
    const odd = `it's "jeton"`;
    await client.query(`create schema ${escapeIdentifier(odd)}; create schema "tools";
      create extension pg_trgm schema "tools"; create table public.person (id int)`);
    await client.query(`set search_path to ${escapeIdentifier(odd)}, public`);
    expect(await holdSchema(client, true)).toEqual([]);
    expect(await holdSchema(client, true)).toEqual([]);
    const other = await connect();
    await other.query(`set search_path to ${escapeIdentifier(odd)}`);
    expect(await schemaFaults(other)).toEqual([]);
    await other.end();
    expect(await column('show search_path')).toEqual([`"it's ""jeton""", public`]);
    expect(await column(`select tablename from pg_tables where schemaname = 'public'`)).toEqual(['person']);
  });

  it('is made once by two who start at the same time', async () => {
    const other = await connect();
    expect(await Promise.all([holdSchema(client, true), holdSchema(other, true)])).toEqual([[], []]);
    await other.end();
  });

  it('has a unique index for each column in which the book wants no value twice, and personal columns that may be null', async () => {
    await holdSchema(client, true);
    for (const [table, columns] of Object.entries(UNIQUE)) {
      const alone =
        await column(`select attname from pg_index join pg_attribute on attrelid = indrelid and attnum = indkey[0]
        where indisunique and indnatts = 1 and indrelid = '${escapeIdentifier(table)}'::regclass`);
      expect(alone).toEqual(expect.arrayContaining([...columns]));
    }
    for (const [table, columns] of Object.entries(PERSONAL)) {
      const nullable = await column(`select attname from pg_attribute
        where attnum > 0 and not attnotnull and attrelid = '${escapeIdentifier(table)}'::regclass`);
      expect(nullable).toEqual(expect.arrayContaining([...columns]));
    }
  });

  it('orders all text by its octets', async () => {
    await holdSchema(client, true);
    const others = `select attrelid::regclass || '.' || attname from pg_attribute join pg_class c on c.oid = attrelid
      join pg_collation k on k.oid = attcollation where collname <> 'C' and relnamespace = 'public'::regnamespace`;
    expect(await column(`${others} and relkind = 'r'`)).toEqual([]);
  });

  it('is made whole or not at all', async () => {
    await expect(holdSchema(client, true, `${SMALL}; insert into nowhere values (1);`)).rejects.toThrow('nowhere');
    expect(await column(`select tablename from pg_tables where schemaname = 'public'`)).toEqual([]);
    expect(await holdSchema(client, true, SMALL)).toEqual([]);
  });

  it('refuses a connection whose schema does not exist, and a user who may not compare', async () => {
    await client.query('set search_path to nowhere');
    await expect(holdSchema(client, true)).rejects.toMatchObject({ code: 'config_invalid' });
    await client.query('reset search_path');
    const fresh = `${SMALL}; -- that was compared with nothing yet`;
    await holdSchema(client, true, fresh);
    const role = `reader_${process.pid}`;
    await client.query(`create role ${role}; set role ${role}`);
    await expect(schemaFaults(client, fresh)).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('CREATE on the database'),
    });
    await client.query('reset role');
    expect(await schemaFaults(client, fresh)).toEqual([]);
    await client.query(`set role ${role}`);
    expect(await schemaFaults(client, fresh)).toEqual([]); // what it makes is known, and is not made again
    await client.query(`reset role; drop role ${role}`);
  });

  it('is made, held and mended by a user who owns nothing but the database or its schema', async () => {
    const [name, owner, guest] = [database.config.database, `owner_${process.pid}`, `guest_${process.pid}`];
    await client.query(`create role ${owner}; create role ${guest}; alter database ${name} owner to ${owner};
      create schema "own" authorization ${guest}; grant create on database ${name} to ${guest}`);
    for (const [role, schema] of [
      [owner, 'public'],
      [guest, 'own'],
    ]) {
      await client.query(`set role ${role}; set search_path to ${schema}`);
      expect(await holdSchema(client, true)).toEqual([]);
      await client.query('alter table "opening" disable trigger "openingNoDelete"');
      expect(await holdSchema(client, true)).toEqual(['openingNoDelete']);
    }
    await client.query('reset role');
    await client.query(
      `drop owned by ${owner}, ${guest} cascade; alter database ${name} owner to ${client.user ?? ''}`,
    );
    await client.query(`drop role ${owner}; drop role ${guest}`);
  });

  it('lets an administrator keep statistics and tune a table', async () => {
    await holdSchema(client, true, SMALL);
    await client.query(
      'create statistics public.both on id, name from one; alter table one set (fillfactor = 70); analyze',
    );
    expect(await holdSchema(client, true, SMALL)).toEqual([]);
  });

  it.each([
    ['another table', 'create table other (id int)', 'table other'],
    ['a table less', 'drop table two', 'constraint twoOfOne'],
    ['a column more', 'alter table one add column more text', 'table one'],
    ['a column of another type', 'alter table one alter column name type varchar(9) collate "C"', 'table one'],
    ['a column of another collation', 'alter table one alter column name type text', 'table one'],
    [
      'a column of another collation of that name',
      'create collation other."C" from "POSIX"; alter table one alter column name type text collate other."C"',
      'table one',
    ],
    ['a column that must not be null', 'alter table one alter column name set not null', 'table one'],
    ['a default', `alter table one alter column name set default ''`, 'table one'],
    ['a table that a crash empties', 'alter table two set unlogged', 'table two'],
    ['a table that inherits', 'create table other.more () inherits (one)', 'table one'],
    ['row security', 'alter table one enable row level security', 'table one'],
    ['a policy', 'create policy hidden on one using (false)', 'policy hidden'],
    ['a rule', 'create rule quiet as on delete to one do instead nothing', 'rule quiet'],
    ['a constraint less', 'alter table two drop constraint "twoOfOne"', 'constraint twoOfOne'],
    [
      'a constraint that is not checked',
      'alter table two disable trigger all; alter table two enable trigger user',
      'constraint twoOfOne',
    ],
    [
      'a constraint that lost its work',
      `delete from pg_trigger where tgrelid = 'two'::regclass and tgisinternal and tgfoid = '"RI_FKey_check_ins"'::regproc`,
      'constraint twoOfOne',
    ],
    ['an index less', 'drop index "oneById"', 'index oneById'],
    ['another index of that name', 'drop index "oneById"; create unique index "oneById" on one (id)', 'index oneById'],
    [
      'an index that is not valid',
      `update pg_index set indisvalid = false where indexrelid = '"oneById"'::regclass`,
      'index oneById',
    ],
    ['a view', 'create view viewed as select 1 as id', 'view viewed'],
    ['a function', `create function "f"(int) returns int language sql as 'select 1'`, 'function f(integer)'],
    [
      'an operator',
      'create operator === (leftarg = int8, rightarg = int8, function = int8eq)',
      'operator public.===(bigint,bigint)',
    ],
    ['a type', 'create domain small as int', 'type small'],
  ])('refuses a database with %s', async (_, change, part) => {
    await holdSchema(client, true, SMALL);
    await client.query(`create schema other; ${change}`);
    await expect(holdSchema(client, true, SMALL)).rejects.toMatchObject(refusal(part));
    const faults = await schemaFaults(client, SMALL);
    expect(faults.map(({ type, name }) => `${type} ${name}`)).toContain(part);
  });

  it('refuses event triggers of others, even in an empty database', async () => {
    const make = `create function other.act() returns event_trigger language plpgsql as 'begin end';
      create event trigger meddling on ddl_command_end execute function other.act()`;
    await client.query(`create schema other; ${make}`);
    await expect(holdSchema(client, true, SMALL)).rejects.toMatchObject(refusal('event trigger meddling'));
    expect(await schemaFaults(client, '')).toEqual([{ type: 'event trigger', name: 'meddling', kind: 'foreign' }]);
    await client.query('alter event trigger meddling disable');
    expect(await holdSchema(client, true, SMALL)).toEqual([]);
  });

  it('says what is missing, different and foreign', async () => {
    await holdSchema(client, true, SMALL);
    await client.query('drop index "oneById"; alter table one drop column name; create table three (id int)');
    expect(await schemaFaults(client, SMALL)).toEqual([
      { type: 'index', name: 'oneById', kind: 'missing' },
      { type: 'table', name: 'one', kind: 'different' },
      { type: 'table', name: 'three', kind: 'foreign' },
    ]);
  });
});

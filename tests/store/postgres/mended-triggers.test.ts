import { Client } from 'pg';
import { holdSchema, schemaFaults } from '../../../src/store/postgres/schema.ts';
import { SMALL } from '../../support/records/postgres/small-schema.ts';
import { newDatabase, type TestDatabase } from '../../support/records/postgres.ts';

let database: TestDatabase;
let client: Client;
const triggers = async () =>
  (
    await client.query<{ tgname: string }>('select tgname from pg_trigger where not tgisinternal order by tgname')
  ).rows.map(({ tgname }) => tgname);

beforeEach(async () => {
  database = await newDatabase({ tables: false });
  client = new Client(database.config);
  await client.connect();
  await holdSchema(client, true, SMALL);
});
afterEach(async () => {
  await client.end();
  await database.drop();
});

describe('a start on PostgreSQL', () => {
  it.each([
    ['dropped', 'drop trigger "oneStays" on one', ['oneStays']],
    [
      'altered',
      'drop trigger "oneStays" on one; create trigger "oneStays" after delete on one execute function "keep"()',
      ['oneStays'],
    ],
    ['disabled', 'alter table one disable trigger "oneStays"', ['oneStays']],
    ['no longer on always', 'alter table one enable trigger "oneStays"', ['oneStays']],
    ['moved to another table', 'alter trigger "twoStays" on two rename to "oneStays"', ['oneStays', 'twoStays']],
    [
      'added and marked as internal',
      `create trigger "quiet" before insert on one for each row execute function "keep"();
        update pg_trigger set tgisinternal = true where tgname = 'quiet'`,
      ['quiet'],
    ],
    ['added', 'create trigger "a""b" before insert on one for each row execute function "keep"()', ['a"b']],
    ['left without a function', 'drop function "keep" cascade', ['oneStays', 'twoStays', 'keep()']],
    [
      'given another function',
      `create or replace function "keep"() returns trigger language plpgsql as 'begin return old; end'`,
      ['keep()'],
    ],
    ['given another search_path', 'alter function "keep" set search_path to other, public', ['keep()']],
    ['given a search_path with temporary tables first', 'alter function "keep" set search_path to public', ['keep()']],
    ['given the rights of another', 'alter function "keep" security definer', ['keep()']],
    [
      'given a function of somebody',
      `create function "x y"() returns trigger language plpgsql as 'begin return null; end';
      create trigger "quiet" before delete on two for each row execute function "x y"()`,
      ['quiet', 'x y()'],
    ],
  ])('makes triggers anew that were %s, and says which', async (_, change, mended) => {
    await client.query(change);
    expect(await holdSchema(client, false, SMALL)).toEqual([]);
    expect((await schemaFaults(client, SMALL)).map(({ name }) => name)).toEqual(mended);
    expect(await holdSchema(client, true, SMALL)).toEqual(mended);
    expect(await triggers()).toEqual(['oneStays', 'twoStays']);
    await client.query('insert into one values (1)');
    await expect(client.query('delete from one')).rejects.toThrow('stays');
    expect(await holdSchema(client, true, SMALL)).toEqual([]);
  });
});

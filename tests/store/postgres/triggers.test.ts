import { Client } from 'pg';
import { newDatabase, type TestDatabase } from '../../support/records/postgres.ts';

const JOURNAL = 'the journal is append-only';
const CHECKPOINT = 'a signed checkpoint stays as it is';
const OPENING = 'an opening stays as it is until its person is purged';

/** A row of each table that is written once; `key` is its primary key, `column` one that somebody would change. */
const ONCE = [
  {
    table: 'journalEntry',
    values: `1, 0, 'a', 'r', 'act', 's', 'done', '{}'`,
    key: '"seq"',
    column: 'line',
    sentence: JOURNAL,
  },
  { table: 'journalNode', values: `0, 0, '\\x00'`, key: '"level", "place"', column: 'hash', sentence: JOURNAL },
  { table: 'checkpoint', values: `1, '\\x00', 'n', 0`, key: '"size"', column: 'note', sentence: CHECKPOINT },
  {
    table: 'opening',
    values: `'c', 1, 'person:p1', 'f', '\\x00', 'v'`,
    key: '"seq", "commitment"',
    column: 'value',
    sentence: OPENING,
  },
];

let database: TestDatabase;
let client: Client;
const column = async (query: string): Promise<unknown[]> =>
  (await client.query({ text: query, rowMode: 'array' })).rows.flat();

/** Inserts a row whose other columns that must not be null have a value of no meaning. */
async function insert(table: string, row: Record<string, string | number | null>): Promise<void> {
  const { rows } = await client.query<{
    name: string;
    type: string;
  }>(`select attname as "name", atttypid::regtype as "type"
    from pg_attribute where attrelid = '"${table}"'::regclass and attnum > 0 and attnotnull and attidentity = ''`);
  const full = { ...Object.fromEntries(rows.map(({ name, type }) => [name, type === 'bigint' ? 0 : '-'])), ...row };
  const names = Object.keys(full).map((name) => `"${name}"`);
  await client.query(
    `insert into "${table}" (${names.join()}) values (${names.map((_, i) => `$${i + 1}`).join()})`,
    Object.values(full),
  );
}

beforeEach(async () => {
  database = await newDatabase();
  client = new Client(database.config);
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await database.drop();
});

describe.each(ONCE)('a row of $table', ({ table, values, key, column: changed, sentence }) => {
  const INSERT = `insert into "${table}" values (${values})`;

  it.each([
    ['UPDATE', `update "${table}" set "${changed}" = "${changed}"`],
    ['DELETE', `delete from "${table}"`],
    ['TRUNCATE', `truncate "${table}"`],
    ['ON CONFLICT', `${INSERT} on conflict (${key}) do update set "${changed}" = excluded."${changed}"`],
    ['DELETE as a replica', `set session_replication_role to replica; delete from "${table}"`],
    [
      'DELETE beside temporary tables',
      `create temp table "person" as select 'p1' as "id", 0 as "purgedAt"; delete from "${table}"`,
    ],
  ])('stays at %s', async (_, statement) => {
    await client.query(INSERT);
    await expect(client.query(statement)).rejects.toThrow(sentence);
    expect(await column(`select count(*)::int from "${table}"`)).toEqual([1]);
  });

  it('is not inserted twice', async () => {
    await client.query(INSERT);
    await expect(client.query(INSERT)).rejects.toMatchObject({ code: '23505' });
    await client.query(`${INSERT} on conflict do nothing`);
    expect(await column(`select count(*)::int from "${table}"`)).toEqual([1]);
  });
});

describe('an opening', () => {
  const SUBJECTS = ['person:p1', 'request:r1', 'certificate:c1', 'handover:h1', 'apiToken:a1'];
  beforeEach(async () => {
    await insert('person', { id: 'p1' });
    await insert('request', { id: 'r1', holderId: 'p1', askerId: 'p1' });
    await insert('certificate', { id: 'c1', holderId: 'p1' });
    await insert('handover', { id: 'h1', requestId: 'r1' });
    await insert('apiToken', { id: 'a1', personId: 'p1' });
    for (const subject of [...SUBJECTS, 'token:p1', 'p1', 'person:'])
      await client.query(`insert into "opening" values ($1, 1, $1, 'f', '\\x00', 'v')`, [subject]);
  });

  it.each(SUBJECTS)('of %s leaves with the purge of its person, from any search_path', async (subject) => {
    const remove = () => client.query(`delete from jeton."opening" where "subject" = $1`, [subject]);
    await client.query('set search_path to pg_catalog');
    await expect(remove()).rejects.toThrow(OPENING);
    await client.query('update jeton."person" set "purgedAt" = 1');
    expect((await remove()).rowCount).toBe(1);
  });

  it.each(['token:p1', 'p1', 'person:'])('of %s stays: it tells of no person', async (subject) => {
    await client.query('update "person" set "purgedAt" = 1');
    await expect(client.query(`delete from "opening" where "subject" = $1`, [subject])).rejects.toThrow(OPENING);
  });
});

describe('the revocation list', () => {
  const list = async () =>
    (await client.query('select "issuerId", "seq", "certificateId" from "revocation" order by 1, 2')).rows;

  it('has each certificate that comes or becomes revoked, once, in the order of each issuer', async () => {
    const issued = (id: string, issuerId: string, state: string) =>
      insert('certificate', { id, issuerId, state, publicKeyHash: id, revokedAt: state === 'revoked' ? 5 : null });
    await issued('a', 'one', 'active');
    await issued('b', 'one', 'revoked');
    await issued('c', 'two', 'active');
    await client.query(`update "certificate" set "state" = 'revoked', "revokedAt" = 6 where "id" in ('a', 'c')`);
    await client.query(`update "certificate" set "state" = 'active'`);
    await client.query('set session_replication_role to replica; set search_path to pg_catalog');
    await client.query(`update jeton."certificate" set "state" = 'revoked'`);
    await client.query('reset search_path');
    expect(await list()).toEqual([
      { issuerId: 'one', seq: '1', certificateId: 'b' },
      { issuerId: 'one', seq: '2', certificateId: 'a' },
      { issuerId: 'two', seq: '1', certificateId: 'c' },
    ]);
  });
});

describe('keys and indexes', () => {
  it('let rows be put back that point to each other, in any order, when asked', async () => {
    const request = () => insert('request', { id: 'r1', holderId: 'p1', askerId: 'p1' });
    await expect(request()).rejects.toMatchObject({ code: '23503' });
    await client.query('begin; set constraints all deferred');
    await insert('token', { id: 't1', deliveryId: 'd1', requestId: 'r1' });
    await request();
    await insert('person', { id: 'p1' });
    await insert('delivery', { id: 'd1' });
    await client.query('commit');
    expect(await column('select "place"::int from "delivery"')).toEqual([1]);
  });

  it('refuse a second open request for an agent without a workstation', async () => {
    await insert('person', { id: 'p1' });
    const open = (id: string) =>
      insert('request', { id, number: id, contentHash: id, state: 'submitted', holderId: 'p1', askerId: 'p1' });
    await open('r1');
    await expect(open('r2')).rejects.toMatchObject({ code: '23505', constraint: 'requestOpen' });
  });

  it.each([
    ['three letters', 'sło'],
    ['three letters of others', 'скв'],
    ['digits, punctuation and signs of LIKE', '12-\\%\\_3'],
    ['two words', `an o'neil`],
    ['the beginning of a word', ' ne'],
    ['the first letter of a thing', '  j'],
  ])('find texts by %s', async (_, needle) => {
    await client.query(`insert into "tokenText" select 'x' || i, '', '  ' || i from generate_series(1, 5000) i`);
    await client.query(`insert into "tokenText" values ('found', '', $1)`, [`  jan o'neil słowo  net москва  12-%_3`]);
    await client.query('vacuum analyze "tokenText"'); // as autovacuum does: it empties the index's list of new rows
    const query = `from "tokenText" where "text" like '%${needle.replaceAll("'", "''")}%'`;
    expect(await column(`select "id" ${query}`)).toEqual(['found']);
    expect((await column(`explain select "id" ${query}`)).join()).toContain('tokenTextByPart');
  });
});

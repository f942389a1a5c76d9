import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { newDatabase, type TestDatabase } from '../../support/records/postgres.ts';

/** What SQLite needs for its index of texts, and PostgreSQL for the order of insertion. */
const OF_ONE = /Words|Text(Comes|Goes|Changes)$|TextByPart$/;
const PLACED = ['delivery', 'crl', 'checklist'];
const TYPES: Record<string, string> = { TEXT: 'text', INTEGER: 'bigint', BLOB: 'bytea' };

const sqlite = new Database(':memory:');
let database: TestDatabase;
let client: Client;
const column = async (query: string): Promise<string[]> =>
  (await client.query<string[]>({ text: query, rowMode: 'array' })).rows.flat();
const named = (type: string): string[] => {
  const query = `select "name" from sqlite_schema where "type" = ? and "sql" is not null and "name" not like 'sqlite@_%' escape '@'`;
  return (sqlite.prepare(query).pluck().all(type) as string[]).filter((name) => !OF_ONE.test(name)).sort();
};

beforeAll(async () => {
  sqlite.exec(readFileSync('db/sqlite/schema.sql', 'utf8'));
  database = await newDatabase();
  client = new Client(database.config);
  await client.connect();
});
afterAll(async () => {
  sqlite.close();
  await client.end();
  await database.drop();
});

describe('both schemas have the same', () => {
  it('tables', async () => {
    const tables = await column(`select tablename from pg_tables where schemaname = 'jeton'`);
    expect(tables.sort()).toEqual(named('table'));
  });

  it('columns, with their types, their order and whether they may be null', async () => {
    for (const table of named('table')) {
      const there = sqlite.pragma(`table_info("${table}")`) as { name: string; type: string; notnull: number }[];
      const wanted = there
        .filter(({ name }) => name !== 'place' || table === 'journalNode')
        .map(({ name, type, notnull }) => `${name} ${TYPES[type]}${notnull ? ' not null' : ''}`);
      const found = await column(`select attname || ' ' || format_type(atttypid, atttypmod) ||
        case when attnotnull then ' not null' else '' end from pg_attribute
        where attrelid = '"${table}"'::regclass and attnum > 0 order by attnum`);
      const placed = PLACED.includes(table) ? ['place bigint not null'] : [];
      expect([table, ...found]).toEqual([table, ...placed, ...wanted]);
    }
  });

  it('indexes by name, and unique values', async () => {
    const own = await column(`select c.relname from pg_index join pg_class c on c.oid = indexrelid
      where relnamespace = 'jeton'::regnamespace and not exists (select 1 from pg_constraint where conindid = indexrelid)`);
    expect(own.filter((name) => !OF_ONE.test(name)).sort()).toEqual(named('index'));
    for (const table of named('table')) {
      const there = sqlite.pragma(`index_list("${table}")`) as { name: string; unique: number; partial: number }[];
      const wanted = there
        .filter(({ unique }) => unique === 1)
        .map(({ name }) =>
          (sqlite.pragma(`index_info("${name}")`) as { name: string | null }[]).map((c) => c.name).join(),
        )
        .concat(...rowidKey(table));
      const found = await column(`select (select string_agg(coalesce(attname, ''), ',' order by n) from
          unnest(indkey::int2[]) with ordinality k(attnum, n) left join pg_attribute a on (attrelid, a.attnum) = (indrelid, k.attnum))
        from pg_index where indisunique and indrelid = '"${table}"'::regclass`);
      expect([table, ...found.filter((one) => one !== 'place').sort()]).toEqual([table, ...new Set(wanted.sort())]);
    }
  });

  it('foreign keys', async () => {
    for (const table of named('table')) {
      const there = sqlite.pragma(`foreign_key_list("${table}")`) as { from: string; table: string; to: string }[];
      const found = await column(`select pg_get_constraintdef(oid) from pg_constraint
        where contype = 'f' and conrelid = '"${table}"'::regclass`);
      const plain = found.map((one) => one.replaceAll('"', ''));
      const wanted = there.map((one) => `FOREIGN KEY (${one.from}) REFERENCES ${one.table}(${one.to}) DEFERRABLE`);
      expect([table, ...plain.sort()]).toEqual([table, ...wanted.sort()]);
    }
  });

  it('triggers by name, but for what PostgreSQL cannot replace and can truncate', async () => {
    const found = await column('select tgname from pg_trigger where not tgisinternal');
    expect(found.sort()).toEqual(
      named('trigger')
        .map((name) => name.replace(/NoReplace$/, 'NoTruncate'))
        .sort(),
    );
    expect(await column(`select tgname from pg_trigger where not tgisinternal and tgenabled <> 'A'`)).toEqual([]);
  });
});

/** A primary key of whole numbers has no index in SQLite. */
function rowidKey(table: string): string[] {
  const columns = sqlite.pragma(`table_info("${table}")`) as { name: string; pk: number; type: string }[];
  const key = columns.filter(({ pk }) => pk > 0);
  return key.length === 1 && key[0]?.type === 'INTEGER' && key[0].name !== 'place' ? [key[0].name] : [];
}

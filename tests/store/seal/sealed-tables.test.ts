import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { columnsOf, keyOf, SEALED_TABLES } from '../../../src/store/seal/sealed-tables.ts';

interface Column {
  name: string;
  notnull: number;
  /** The column's place in the primary key; 0: it is not of it. */
  pk: number;
}

/** Of SQLite's schema: that PostgreSQL has the same columns, tests/store/postgres/same-tables.test.ts sees to. */
describe('sealed tables', () => {
  const db = new Database(':memory:');
  db.exec(readFileSync('db/sqlite/schema.sql', 'utf8'));
  afterAll(() => db.close());

  it.each(SEALED_TABLES)('have the columns and the primary key of the schema: %s', (table) => {
    const columns = db.pragma(`table_info("${table}")`) as Column[];
    const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
    expect(keyOf(table)).toEqual(key.map(({ name }) => name));
    expect(key.every(({ notnull }) => notnull === 1)).toBe(true);
    const names = columns.map(({ name }) => name);
    // the last of a row's columns, so that taking it away costs nothing
    expect(names.at(-1)).toBe('seal');
    expect([...columnsOf(table), 'seal'].sort()).toEqual(names.sort());
  });

  it('are all that have a seal', () => {
    const names = db.prepare(`select "name" from sqlite_schema where "type" = 'table'`).pluck().all() as string[];
    const hasSeal = (table: string) => (db.pragma(`table_info("${table}")`) as Column[]).some((c) => c.name === 'seal');
    expect(names.filter(hasSeal).sort()).toEqual([...SEALED_TABLES].sort());
  });
});

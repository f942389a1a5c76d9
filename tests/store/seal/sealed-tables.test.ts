import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { columnsOf, keyOf, SEALED_TABLES } from '../../../src/store/seal/sealed-tables.ts';

interface Column {
  name: string;
  notnull: number;
  /** The column's place in the primary key; 0: it is not of it. */
  pk: number;
}

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
    expect([...columnsOf(table), 'seal'].sort()).toEqual(names.sort());
  });
});

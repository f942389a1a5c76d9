import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  MysqlAdapter,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteQueryCompiler,
  sql,
} from 'kysely';
import { deferForeignKeys, newestFirst } from '../../src/store/engine.ts';
import type { AllTables } from '../../src/store/tables.ts';

/** A database of which only the words are looked at. */
function speaking(adapter: SqliteAdapter | PostgresAdapter | MysqlAdapter) {
  const said: string[] = [];
  const db = new Kysely<AllTables>({
    dialect: {
      createAdapter: () => adapter,
      createDriver: () => new DummyDriver(),
      createIntrospector: (of) => new PostgresIntrospector(of),
      createQueryCompiler: () =>
        adapter instanceof SqliteAdapter ? new SqliteQueryCompiler() : new PostgresQueryCompiler(),
    },
    log: ({ query }: { query: CompiledQuery }) => void said.push(query.sql),
  });
  return { db, said };
}

describe('what each engine says in its own words', () => {
  it.each([
    ['SQLite', new SqliteAdapter(), 'rowid desc', 'pragma defer_foreign_keys = on'],
    ['PostgreSQL', new PostgresAdapter(), '"place" desc', 'set constraints all deferred'],
  ])('is said to %s', async (_, adapter, order, deferred) => {
    const { db, said } = speaking(adapter);
    const newest = sql`select * from "crl" order by ${newestFirst(db)} limit 1`.compile(db).sql;
    expect(newest).toBe(`select * from "crl" order by ${order} limit 1`);
    await deferForeignKeys(db);
    await db.transaction().execute(deferForeignKeys);
    expect(said).toEqual([deferred, deferred]);
  });

  it('is not guessed for another', async () => {
    const { db } = speaking(new MysqlAdapter());
    expect(() => newestFirst(db)).toThrow('neither SQLite nor PostgreSQL');
    await expect(deferForeignKeys(db)).rejects.toMatchObject({ code: 'internal' });
  });
});

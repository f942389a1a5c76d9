import { type Generated, type Kysely, sql, type Transaction } from 'kysely';
import { Client } from 'pg';
import type { OpenDatabase } from '../../../src/store/open-database.ts';
import { openPostgres } from '../../../src/store/postgres/database.ts';
import { createAuthentication } from '../../../src/store/seal/guard.ts';
import { newDatabase } from '../../support/records/postgres.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';

type Tables = { thing: { id: Generated<number>; name: string } };
export type Things = Kysely<Tables>;
export type ThingUnit = Transaction<Tables>;

/** A database with a table of things that have names, each once, for tests of how units are committed. */
export async function openThings() {
  const database = await newDatabase();
  const admin = new Client(database.config);
  await admin.connect();
  const open = (): Promise<OpenDatabase> =>
    openPostgres(database.address, { groupOf: 16, ...createAuthentication(ROW_KEY) });
  const opened = await open();
  const db = opened.db.withTables<Tables>();
  const urgentDb = opened.urgentDb.withTables<Tables>();
  const unit = <R>(work: (tx: ThingUnit) => Promise<R>, { urgent = false } = {}): Promise<R> =>
    (urgent ? urgentDb : db).transaction().execute(work);
  await unit((tx) =>
    sql`create table thing (id bigint generated always as identity, name text not null unique)`.execute(tx),
  );
  const rows = (reader: Things) => reader.selectFrom('thing').select('name').orderBy('id').execute();
  return {
    db,
    unit,
    /** The server's superuser, on a connection of its own. */
    admin,
    address: database.address,
    groups: opened.groups,
    close: opened.close,
    add: (tx: Things, name: string) => tx.insertInto('thing').values({ name }).execute(),
    /** What was committed. */
    names: async (reader: Things = db) => (await rows(reader)).map(({ name }) => name),
    /** Between two tests. */
    empty: () => unit((tx) => tx.deleteFrom('thing').execute()),
    end: async () => {
      await opened.close();
      await admin.end();
      await database.drop();
    },
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { OpenDatabase } from '../../../src/store/open-database.ts';
import { openPostgres } from '../../../src/store/postgres/database.ts';
import { lockKey } from '../../../src/store/postgres/server/held.ts';
import { createAuthentication } from '../../../src/store/seal/guard.ts';
import { newDatabase, type TestDatabase } from '../../support/records/postgres.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';

/** The locks of the journal and of the instance. */
const [JOURNAL, INSTANCE] = [7_302_025_112_601, lockKey('instance')];

let database: TestDatabase;
let admin: Client;
let opened: OpenDatabase;
let warned: string[];
let returns: number;

beforeEach(async () => {
  database = await newDatabase();
  admin = new Client(database.config);
  await admin.connect();
  warned = [];
  returns = 0;
  opened = await openPostgres(database.address, {
    ...createAuthentication(ROW_KEY),
    hold: 'alone',
    lateMs: 100,
    answerMs: 3_000,
    returned: () => {
      returns += 1;
    },
    warn: (message, error) => void warned.push(error ? `${message}: ${(error as Error).message}` : message),
  });
});
afterEach(async () => {
  await opened.close();
  await admin.end();
  await database.drop();
});

const write = () =>
  opened.db.transaction().execute((tx) =>
    tx
      .insertInto('dayEnd')
      .values({ at: (Math.random() * 1e9) | 0, open: '', report: '' })
      .execute(),
  );
async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 25_000; !isSo(); await sleep(10)) if (Date.now() > end) throw new Error('in vain');
}
const terminateWriter = () =>
  admin.query(`select pg_terminate_backend(pid) from pg_locks
    where locktype = 'advisory' and granted and pid <> pg_backend_pid() and database = (select oid from pg_database where datname = current_database())`);

describe('a service whose writes are held up', () => {
  it('says so while a group is late, gives it up after a while, and says when it goes on', async () => {
    await admin.query('select pg_advisory_lock($1)', [JOURNAL]);
    const writing = write();
    const refused = expect(writing).rejects.toMatchObject({ code: 'service_unreachable' });
    await until(() => !opened.isWritable());
    expect(warned).toEqual(['nothing can be written to the database: the database is late to keep what it was given']);
    await refused;
    await admin.query('select pg_advisory_unlock($1)', [JOURNAL]);
    await until(opened.isWritable); // nobody writes meanwhile
    expect(warned.slice(1)).toEqual(['the database can be written to again']);
    await write();
  }, 60_000);

  it('seeks another connection by itself, and looks what others wrote before it goes on', async () => {
    await write();
    await terminateWriter();
    await write();
    // a busy machine may be late (100 ms), and says so: nothing else is said
    const said = warned.filter((one) => !/is late to keep|can be written to again/.test(one));
    expect([returns, said]).toEqual([1, []]);
  });

  it('says which instance has it once another one took over', async () => {
    await write();
    const other = new Client(database.config);
    await other.connect();
    const taking = other.query('select pg_advisory_lock($1)', [INSTANCE]);
    await terminateWriter();
    await taking;
    await expect(write()).rejects.toMatchObject({ code: 'locked' });
    expect(opened.isWritable()).toBe(false);
    expect(warned.at(-1)).toContain('another instance uses this PostgreSQL database');
    await other.end();
    await until(opened.isWritable);
  }, 60_000);
});

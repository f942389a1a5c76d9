import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { connectionOptions, TOGETHER } from '../../../src/store/postgres/server/address.ts';
import { connectWriter, readerPool } from '../../../src/store/postgres/server/connect.ts';
import { databaseError, isConnectionLost, sqlState } from '../../../src/store/postgres/server/errors.ts';
import { type OwnServer, ownServer, removeFolder, serverFolder } from './own-server.ts';

let home: string;
let server: OwnServer;
beforeAll(async () => {
  home = serverFolder();
  server = await ownServer(home);
});
afterAll(async () => {
  await server.stop();
  removeFolder(home);
});

async function one(client: pg.Client, text: string): Promise<unknown> {
  const { rows } = await client.query<Record<string, unknown>>(`select ${text} as "it"`);
  return rows[0]?.['it'];
}
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a session', () => {
  it('has our schema, UTC, durable commits and bounds, whatever was set for the role', async () => {
    await server.sql(`alter role jeton set synchronous_commit = off; alter role jeton set timezone = 'Europe/Paris';
      alter role jeton set client_encoding = latin1; alter role jeton set search_path = pg_temp;
      alter role jeton set client_min_messages = error; alter role jeton set standard_conforming_strings = off`);
    const client = await connectWriter(server.overSocket('jeton'));
    const names = ['search_path', 'timezone', 'client_encoding', 'synchronous_commit', 'lock_timeout'];
    const strict = ['client_min_messages', 'standard_conforming_strings'];
    const more = ['idle_in_transaction_session_timeout', 'application_name', 'transaction_read_only'];
    const found: unknown[] = [];
    for (const name of [...names, ...more, ...strict]) found.push(await one(client, `current_setting('${name}')`));
    expect(found).toEqual(['jeton,public,pg_temp', 'UTC', 'UTF8', 'on', '45s', '30s', 'jeton', 'off', 'warning', 'on']);
    await client.end();
    await server.sql('alter role jeton set synchronous_commit = remote_apply');
    const stricter = await connectWriter(server.overSocket('jeton'));
    expect(await one(stricter, `current_setting('synchronous_commit')`)).toBe('remote_apply');
    await stricter.end();
    await server.sql('alter role jeton reset all');
  });

  it('of a reader changes nothing and ends after 30 seconds', async () => {
    const pool = readerPool(server.overSocket('jeton'), { max: 2 });
    const { rows } = await pool.query(`select current_setting('statement_timeout') as "it"`);
    expect(rows).toEqual([{ it: '30s' }]);
    const failed: unknown = await failureOf(pool.query('create table stolen (id int)'));
    expect(sqlState(failed)).toBe('25006');
    await pool.end();
  });

  it('of a reader that hears nothing ends, and its connection with it', async () => {
    const address = server.overSocket('jeton');
    const [at] = address.servers as [(typeof address.servers)[number]];
    expect(connectionOptions(address, at, 'reader')).toMatchObject({ query_timeout: TOGETHER * 30_000 + 5_000 }); // behind others that were sent with it
    const pool = readerPool(address, { max: 1 });
    const silent = { text: 'select pg_sleep(20)', query_timeout: 50 };
    expect(databaseError(await failureOf(pool.query(silent)))).toMatchObject({ detail: { state: 'too_long' } });
    expect((await pool.query('select 1 as "it"')).rows).toEqual([{ it: 1 }]);
    await pool.end();
  });

  it('of a reader whose process was ended leaves no statement behind', async () => {
    const pool = readerPool(server.overSocket('jeton'), { max: 1 });
    const client = await pool.connect();
    const asked = failureOf(client.query(`select 'left behind', pg_sleep(25)`));
    const runs = async () =>
      (
        await server.sql(`select from pg_stat_activity where query like '%left behind%' and pid <> pg_backend_pid()
        and state = 'active'`)
      ).length;
    while ((await runs()) === 0) await sleep(20);
    (client as unknown as pg.Client).connection.stream.destroy();
    expect(isConnectionLost(await asked)).toBe(true);
    client.release(true);
    for (const until = Date.now() + 10_000; (await runs()) > 0 && Date.now() < until; ) await sleep(50);
    expect(await runs()).toBe(0);
    await pool.end();
  });

  it('reads whole numbers as numbers, and none that would lose digits', async () => {
    const client = await connectWriter(server.overSocket('jeton'));
    expect(await one(client, 'count(*)')).toBe(1);
    expect(await one(client, 'sum(9007199254740991::bigint)')).toBe(Number.MAX_SAFE_INTEGER);
    expect(await one(client, '0.25::numeric')).toBe(0.25);
    await expect(one(client, '9007199254740992::bigint')).rejects.toMatchObject({ code: 'internal' });
    await expect(one(client, '-9007199254740992::numeric')).rejects.toMatchObject({ code: 'internal' });
    expect(await one(client, `'\\x00ff'::bytea`)).toEqual(Buffer.from([0, 255]));
    await client.end();
  });
});

describe('a server that goes away', () => {
  it('is said so by the statement that runs and by all later ones; the process lives', async () => {
    const place = serverFolder();
    const gone = await ownServer(place);
    const writer = await connectWriter(gone.overSocket('jeton'));
    const idle = await connectWriter(gone.overSocket('jeton'));
    const pool = readerPool(gone.overSocket('jeton'), { max: 2 });
    const [held, left] = [await pool.connect(), await pool.connect()];
    left.release();
    const running = failureOf(writer.query('select pg_sleep(30)'));
    await gone.stop();
    const failures = [
      await running,
      await failureOf(writer.query('select 1')),
      await failureOf(idle.query('select 1')),
      await failureOf(held.query('select 1')),
    ];
    for (const failure of failures) {
      expect(isConnectionLost(failure)).toBe(true);
      expect(databaseError(failure)).toMatchObject({ code: 'service_unreachable', detail: { state: 'lost' } });
    }
    held.release(true);
    while (pool.totalCount > 0) await sleep(5); // the pool drops the idle one as soon as it hears of its end
    const again = await failureOf(pool.connect());
    expect(again).toMatchObject({ code: 'service_unreachable', detail: { state: 'unreachable' } });
    expect(String(again)).not.toContain(place); // users may see it
    await pool.end();
    removeFolder(place);
  });

  it('is said by its SQLSTATE when an administrator ends the session', async () => {
    const client = await connectWriter(server.overSocket('jeton'));
    const running = failureOf(client.query('select pg_sleep(30)'));
    await server.sql(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'jeton'`);
    expect(sqlState(await running)).toBe('57P01');
    expect(isConnectionLost(await running)).toBe(true);
  });
});

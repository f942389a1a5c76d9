import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipelinedReads } from '../../../src/store/postgres/pipelined-reads.ts';
import type { PostgresAddress } from '../../../src/store/postgres/server/address.ts';
import { connectWriter, readerPool } from '../../../src/store/postgres/server/connect.ts';
import { isConnectionLost } from '../../../src/store/postgres/server/errors.ts';
import { newDatabase, type TestDatabase } from '../../support/records/postgres.ts';

let database: TestDatabase;
let folder: string;
let way: Server;
let address: PostgresAddress;
/** Whether the server has no power: connections stand, new ones too, and nothing comes back. */
let dark: boolean;
const ends: Socket[] = [];

beforeEach(async () => {
  database = await newDatabase();
  folder = mkdtempSync(join(tmpdir(), 'jeton-way-'));
  dark = false;
  const [server = { host: '', port: 0 }] = database.address.servers;
  way = createServer((near) => {
    const far = createConnection(join(server.host, `.s.PGSQL.${server.port}`));
    ends.push(near, far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (octets) => dark || to.write(octets));
      from.on('error', () => {});
      from.on('close', () => dark || to.destroy());
    }
  });
  way.listen(join(folder, `.s.PGSQL.${server.port}`));
  await once(way, 'listening');
  address = { ...database.address, servers: [{ host: folder, port: server.port }] };
});
afterEach(async () => {
  for (const end of ends.splice(0)) end.destroy();
  way.close();
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

/** How a statement fails, and after how many milliseconds. */
async function failureOf(statement: Promise<unknown>): Promise<{ isLost: boolean; after: number }> {
  const begun = performance.now();
  const error = await statement.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  return { isLost: isConnectionLost(error), after: performance.now() - begun };
}

describe('a server that does not answer any more, on connections that stand', () => {
  it('is given up within seconds, by the writer and by readers', async () => {
    const writer = await connectWriter(address);
    const readers = readerPool(address, { max: 1 });
    await readers.query('select 1');
    dark = true;
    const failures = await Promise.all([failureOf(writer.query('select 1')), failureOf(readers.query('select 1'))]);
    expect(failures.map(({ isLost }) => isLost)).toEqual([true, true]);
    for (const { after } of failures) expect(after).toBeLessThan(15_000);
    await readers.end();
  });

  it('is given up behind an answer to what was sent in the same moment', async () => {
    const readers = readerPool(address, { max: 1 });
    const ask = pipelinedReads(readers);
    await ask({ text: 'select 1', values: [] });
    const quick = ask({ text: 'select $1::int as "n"', values: [7] });
    const slow = ask({ text: 'select pg_sleep($1)', values: [2] });
    slow.catch(() => {});
    expect((await quick).rows).toEqual([{ n: 7 }]);
    dark = true;
    const { isLost, after } = await failureOf(slow);
    expect(isLost).toBe(true);
    expect(after).toBeLessThan(15_000);
    await readers.end();
  });

  it('is waited for as long as it lets us in, whatever the statement waits for', async () => {
    const writer = await connectWriter(address);
    const { rows } = await writer.query<{ slept: string }>(`select pg_sleep(7)::text as "slept"`);
    expect(rows).toEqual([{ slept: '' }]);
    await writer.end();
  });
});

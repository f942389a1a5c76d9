import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import type pg from 'pg';
import { AppError } from '../../../src/errors.ts';
import type { PostgresAddress } from '../../../src/store/postgres/server/address.ts';
import { connectWriter, cutAfter, readerPool } from '../../../src/store/postgres/server/connect.ts';
import { databaseError } from '../../../src/store/postgres/server/errors.ts';
import { terminalLines } from '../../../src/words/terminal-lines.ts';
import {
  authorityCertificate,
  clientCertificate,
  type ServerCertificate,
  serverCertificate,
} from '../../support/certificates.ts';
import { expiredCertificate } from './expired-certificate.ts';
import { forServer, type OwnServer, ownServer, PASSWORD, removeFolder, serverFolder } from './own-server.ts';

let folder: string;
let home: string;
let server: OwnServer;
let own: ServerCertificate;
let clients: ServerCertificate;
let passwordFile: string;
const said: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jeton-connect-'));
  home = serverFolder();
  own = serverCertificate(folder);
  clients = authorityCertificate(folder, 'clients');
  passwordFile = secret('password', PASSWORD);
  const tls = { ssl_cert_file: forServer(home, own.certFile), ssl_key_file: forServer(home, own.keyFile) };
  server = await ownServer(home, {}, []);
  await server.set({ ...tls, ssl_ca_file: forServer(home, clients.certFile) });
  await server.set({ ssl: 'on' });
});
afterAll(async () => {
  await server.stop();
  removeFolder(home);
  rmSync(folder, { recursive: true, force: true });
});

function secret(name: string, text: string, mode = 0o600): string {
  const file = join(folder, name);
  writeFileSync(file, text, { mode });
  return file;
}

/** The server over TCP, as the user with a password. */
function overTcp(more: Partial<PostgresAddress> = {}): PostgresAddress {
  const servers = [{ host: '127.0.0.1', port: server.port }];
  return { user: 'jeton_password', database: 'postgres', servers, passwordFile, caFile: own.certFile, ...more };
}
const withName = (host: string): Partial<PostgresAddress> => ({ servers: [{ host, port: server.port }] });

async function one(client: pg.Client, text: string): Promise<unknown> {
  const { rows } = await client.query<Record<string, unknown>>(`select ${text} as "it"`);
  return rows[0]?.['it'];
}

/** What is thrown, with all that it says kept for the search after secrets. */
async function thrown(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof AppError)) throw new Error('no coded error', { cause: error });
  said.push(inspect(error, { depth: 8, showHidden: true }), terminalLines(error));
  expect(typeof error.detail['fr']).toBe('string');
  return error;
}
const refuses = async (address: PostgresAddress, code: string, why: RegExp | string): Promise<void> =>
  expect(await thrown(connectWriter(address))).toMatchObject({ code, message: expect.stringMatching(why) });

/** Under what the server shows: the certificate in these files. */
async function showing({ certFile, keyFile }: { certFile: string; keyFile: string }, work: () => Promise<void>) {
  const before = await server.sql(`select current_setting('ssl_cert_file') as c, current_setting('ssl_key_file') as k`);
  await server.set({ ssl_cert_file: forServer(home, certFile), ssl_key_file: forServer(home, keyFile) });
  try {
    await work();
  } finally {
    await server.set({ ssl_cert_file: String(before[0]?.['c']), ssl_key_file: String(before[0]?.['k']) });
  }
}

describe('the way to the database', () => {
  it('is a unix socket, with the name of the account', async () => {
    const client = await connectWriter(server.overSocket('jeton'));
    expect(await one(client, 'current_user')).toBe('jeton');
    await client.end();
  });

  it('is TCP under TLS with a trusted certificate and a password from a file', async () => {
    const client = await connectWriter(overTcp());
    const [tls] = (await client.query('select ssl, version from pg_stat_ssl where pid = pg_backend_pid()')).rows;
    expect(tls).toMatchObject({ ssl: true, version: expect.stringMatching(/^TLSv1\.[23]$/) });
    await client.end();
    const byName = await connectWriter(overTcp(withName('localhost')));
    await byName.end();
  });

  it('is TCP with a certificate of ours', async () => {
    const mine = clientCertificate(folder, 'jeton_certificate', clients);
    const address = overTcp({ user: 'jeton_certificate', client: mine });
    const client = await connectWriter(address);
    expect(await one(client, 'current_user')).toBe('jeton_certificate');
    await client.end();
    const { client: _, ...without } = address;
    await refuses(without, 'config_invalid', /does not sign us in/);
    const foreign = clientCertificate(folder, 'foreign', authorityCertificate(folder, 'others'));
    await refuses({ ...address, client: foreign }, 'config_invalid', /TLS|sign us in/);
  });

  it('reads a new password without a restart', async () => {
    const file = secret('rotated', 'not this one');
    await refuses(overTcp({ passwordFile: file }), 'config_invalid', /does not sign us in/);
    secret('rotated', `${PASSWORD}\n`);
    await (await connectWriter(overTcp({ passwordFile: file }))).end();
  });

  it('is not taken from variables of other programs', async () => {
    const before = { ...process.env };
    Object.assign(process.env, { PGPASSWORD: PASSWORD, PGSSLMODE: 'disable', PGSSLNEGOTIATION: 'direct' });
    try {
      await (await connectWriter(overTcp())).end();
      await (await connectWriter(server.overSocket('jeton'))).end();
      await refuses(server.overSocket('jeton_password'), 'config_invalid', /set JETON_DATABASE_PASSWORD_FILE/);
    } finally {
      process.env = before;
    }
  });

  it('goes on to the next server', async () => {
    const servers = [{ host: '127.0.0.1', port: 1 }, ...overTcp().servers];
    await (await connectWriter(overTcp({ servers }))).end();
    const pool = readerPool(overTcp({ servers }), { max: 2 });
    expect((await pool.query('select 1 as it')).rows).toEqual([{ it: 1 }]);
    await pool.end();
  });

  it.each([
    ['serves', 'off'],
    ['is promoted meanwhile', 'on'],
  ])('waits for none that says nothing, while another one %s', async (_, readOnly) => {
    const silent = createServer((socket) => void socket.resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const { servers } = overTcp();
    await server.set({ default_transaction_read_only: readOnly });
    const from = performance.now();
    const connecting = connectWriter(overTcp({ servers: [{ host: '127.0.0.1', port }, ...servers] }));
    const ended = connecting.finally(() => silent.close());
    await sleep(300);
    await server.set({ default_transaction_read_only: 'off' });
    await (await ended).end();
    expect(performance.now() - from).toBeLessThan(4_000); // the silent one is given up after five seconds
  });
});

describe('a server is refused', () => {
  it('whose authority is another', async () => {
    const other = serverCertificate(folder, { name: 'other' });
    await refuses(overTcp({ caFile: other.certFile }), 'config_invalid', /not trusted/);
    const { caFile: _, ...systems } = overTcp();
    await refuses(systems, 'config_invalid', /not trusted/);
  });

  it('whose certificate has another name', async () => {
    const other = serverCertificate(folder, { name: 'named', hosts: ['DNS:db1.interieur.example', 'IP:192.0.2.1'] });
    await showing(other, async () => {
      await refuses(overTcp({ caFile: other.certFile }), 'config_invalid', /another host name/);
      await refuses(overTcp({ caFile: other.certFile, ...withName('localhost') }), 'config_invalid', /another host/);
    });
  });

  it('whose certificate has expired', async () => {
    const expired = await expiredCertificate(folder);
    await showing(expired, () => refuses(overTcp({ caFile: expired.certFile }), 'config_invalid', /has expired/));
  });

  it('that speaks no TLS, or only an old one', async () => {
    await server.set({ ssl: 'off' });
    const plain = await thrown(connectWriter(overTcp()));
    await server.set({ ssl: 'on', ssl_min_protocol_version: 'TLSv1.1', ssl_max_protocol_version: 'TLSv1.1' });
    const old = await thrown(connectWriter(overTcp()));
    await server.set({ ssl_min_protocol_version: 'TLSv1.2', ssl_max_protocol_version: 'TLSv1.3' });
    expect(plain).toMatchObject({ code: 'config_invalid', message: expect.stringMatching(/offers no TLS/) });
    // its alert may be overtaken by the end of the connection
    expect(['tls', 'unreachable']).toContain(old.detail['state']);
  });

  it('that does not answer, over TCP, by name and over a socket', async () => {
    await refuses(overTcp({ servers: [{ host: '127.0.0.1', port: 1 }] }), 'service_unreachable', /127\.0\.0\.1:1 does/);
    await refuses(overTcp(withName('nowhere.invalid')), 'service_unreachable', /nowhere\.invalid:\d+ does not answer/);
    const servers = [{ host: folder, port: 5432 }];
    await refuses({ ...server.overSocket('jeton'), servers }, 'service_unreachable', /does not answer/);
  });

  it('that says of each of several why', async () => {
    const servers = [{ host: '127.0.0.1', port: 1 }, ...overTcp().servers];
    const address = overTcp({ servers, database: 'nowhere' });
    await refuses(address, 'config_invalid', /127\.0\.0\.1:1 does not answer.*; .*no database of that name/);
  });

  it('that has no such database, no connection left or is read-only', async () => {
    await refuses(server.overSocket('jeton', 'nowhere'), 'config_invalid', /no database of that name/);
    await server.sql('alter role jeton connection limit 0');
    await refuses(server.overSocket('jeton'), 'overloaded', /no connection left/);
    await server.sql('alter role jeton connection limit -1; alter role jeton set default_transaction_read_only = on');
    await refuses(server.overSocket('jeton'), 'service_unreachable', /read-only/);
    await server.sql('alter role jeton reset default_transaction_read_only');
  });
});

describe('a server that stands still', () => {
  const stopped = async (client: pg.Client, check: () => Promise<void>): Promise<void> => {
    const pid = Number(await one(client, 'pg_backend_pid()'));
    process.kill(pid, 'SIGSTOP');
    try {
      await check();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  };

  it('is cut off after a time, and the pool makes another connection', async () => {
    const writer = await connectWriter(overTcp());
    const late = { code: 'service_unreachable', detail: { state: 'lost' } };
    await stopped(writer, async () => {
      const failure: unknown = await cutAfter(writer, 50, writer.query('select 1')).catch((e: unknown) => e);
      expect(databaseError(failure)).toMatchObject(late);
    });
    const pool = readerPool(server.overSocket('jeton'), { max: 1 });
    const reader = await pool.connect();
    await stopped(reader, async () => {
      const failure: unknown = await cutAfter(reader, 50, reader.query('select 1')).catch((e: unknown) => e);
      expect(databaseError(failure)).toMatchObject(late);
      reader.release();
    });
    expect((await pool.query('select 1 as it')).rows).toEqual([{ it: 1 }]);
    await pool.end();
  });

  it('is left alone when it answers in time', async () => {
    const writer = await connectWriter(server.overSocket('jeton'));
    expect(await cutAfter(writer, 5_000, one(writer, '7'))).toBe(7);
    await expect(cutAfter(writer, 5_000, one(writer, 'nothing'))).rejects.toMatchObject({ code: '42703' });
    expect(await one(writer, '8')).toBe(8);
    await writer.end();
  });
});

it('breaks no pool that files are missing when it makes connections later', async () => {
  const mine = clientCertificate(folder, 'later', clients);
  const pool = readerPool(overTcp({ client: mine }), { max: 1 });
  const client = await pool.connect();
  const waiting = thrown(pool.connect());
  rmSync(mine.certFile);
  client.release(true); // the next connection is opened by the pool itself
  expect(await waiting).toMatchObject({ code: 'config_invalid', message: expect.stringMatching(/cannot be read/) });
  await pool.end();
});

it('tells nobody the password', () => {
  expect(said.length).toBeGreaterThan(30);
  expect(said.filter((text) => text.includes(PASSWORD) || /PRIVATE KEY/.test(text))).toEqual([]);
});

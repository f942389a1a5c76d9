import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { PostgresAddress } from '../../../src/store/postgres/server/address.ts';
import { freePort } from '../../journeys/service.ts';
import { programs } from '../../support/records/postgres/server.ts';

/** Debian's. */
export const PROGRAMS = programs();
const SUPERUSER = 'postgres';
export const PASSWORD = 'mot-de-passe-canari-de-la-base';

/** Whom the server lets in: its superuser and `jeton` over the socket, others over TLS and loopback. */
const HBA = `
local   all,replication ${SUPERUSER}         trust
local   all jeton                  peer map=tests
local   all jeton_password         scram-sha-256
hostssl all jeton_password 127.0.0.1/32 scram-sha-256
hostssl all jeton_certificate 127.0.0.1/32 cert
`;

/** As root the programs run as Debian's own user, for they refuse to be root. */
export function account(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function run(program: string, args: string[]): void {
  execFileSync(join(PROGRAMS, program), args, { stdio: 'pipe', cwd: tmpdir(), ...account() });
}

type Settings = Readonly<Record<string, string>>;
const optionsOf = (settings: Settings): string[] =>
  Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** A server of a test's own in a temporary folder, on a unix socket there and on 127.0.0.1. */
export interface OwnServer {
  folder: string;
  port: number;
  /** Runs statements as the superuser, on a connection of their own; answers the rows of a single one. */
  sql(text: string): Promise<Record<string, unknown>[]>;
  /** Changes settings that need no restart, and waits until new sessions have them. */
  set(changed: Settings): Promise<void>;
  /** The server as `user` reaches it over its socket. */
  overSocket(user: string, database?: string): PostgresAddress;
  /** Starts a standby that streams from this server, until its `stop`. */
  standby(): Promise<OwnServer>;
  /** Ends it as a power cut does: nobody is told goodbye. */
  stop(): Promise<void>;
  /** Starts it again, on the same port, until its `stop`. */
  again(): Promise<OwnServer>;
}

/** Starts a server whose data are there already. */
async function startServer(folder: string, data: string, settings: Settings, of?: number): Promise<OwnServer> {
  const port = of ?? (await freePort());
  const places = { unix_socket_directories: folder, listen_addresses: '127.0.0.1', port: String(port) };
  const args = ['-D', data, ...optionsOf({ ...places, shared_buffers: '16MB', ...settings })];
  // it ends with the process of the test, however that ends
  const program = ['--pdeathsig', 'QUIT', join(PROGRAMS, 'postgres'), ...args];
  const child = spawn('/usr/bin/setpriv', program, { stdio: 'ignore', cwd: tmpdir(), ...account() });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));

  const client = () => new pg.Client({ host: folder, port, user: SUPERUSER, database: 'postgres' });
  const sql: OwnServer['sql'] = async (text) => {
    const admin = client();
    await admin.connect();
    try {
      return (await admin.query<Record<string, unknown>>(text)).rows;
    } finally {
      await admin.end();
    }
  };
  await answering(child, () => sql('select 1'));

  return {
    folder,
    port,
    sql,
    set: async (changed) => {
      for (const [name, value] of Object.entries(changed)) await sql(`alter system set ${name} = '${value}'`);
      await sql('select pg_reload_conf()');
      for (const [name, value] of Object.entries(changed)) {
        while ((await sql(`select current_setting('${name}') as "now"`))[0]?.['now'] !== value) await sleep(20);
      }
    },
    overSocket: (user, database = 'postgres') => ({ user, database, servers: [{ host: folder, port }] }),
    standby: async () => {
      const copy = join(folder, `standby-${port}`);
      const from = ['-h', folder, '-p', String(port), '-U', SUPERUSER];
      run('pg_basebackup', ['-D', copy, ...from, '-R', '-X', 'stream', '-c', 'fast', '--no-sync']);
      return startServer(folder, copy, {});
    },
    stop: async () => {
      child.kill('SIGQUIT');
      await ended;
    },
    again: () => startServer(folder, data, settings, port),
  };
}

async function answering(child: ChildProcess, ask: () => Promise<unknown>): Promise<void> {
  for (const until = Date.now() + 20_000; Date.now() < until; await sleep(30)) {
    if (child.exitCode !== null) throw new Error(`postgres ended with ${child.exitCode}`);
    try {
      await ask();
      return;
    } catch {
      // it is starting
    }
  }
  throw new Error('postgres does not answer');
}

/** A folder that the server's account owns. */
export function serverFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-postgres-'));
  giveToServer(folder);
  return folder;
}
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** The server's account owns the file or folder. */
export function giveToServer(path: string): void {
  const owner = account();
  if (owner) chownSync(path, owner.uid, owner.gid);
}

/** Copies a certificate or key to where the server may read it; answers the path there. */
export function forServer(folder: string, file: string): string {
  const places = join(folder, 'tls');
  mkdirSync(places, { recursive: true });
  giveToServer(places);
  const copy = join(places, file.replaceAll('/', '_'));
  copyFileSync(file, copy);
  chmodSync(copy, 0o600);
  giveToServer(copy);
  return copy;
}

/** A new server in `folder`, with roles `jeton`, `jeton_password` (PASSWORD) and `jeton_certificate`. */
export async function ownServer(folder: string, settings: Settings = {}, initial: string[] = []): Promise<OwnServer> {
  const data = join(folder, `data-${initial.length}`);
  run('initdb', ['-D', data, '-U', SUPERUSER, '-A', 'reject', '--no-sync', '-E', 'UTF8', '--locale=C', ...initial]);
  writeFileSync(join(data, 'pg_hba.conf'), HBA);
  writeFileSync(join(data, 'pg_ident.conf'), `tests ${userInfo().username} jeton\n`);
  const server = await startServer(folder, data, settings);
  await server.sql(`create role jeton login; create role jeton_password login password '${PASSWORD}';
    create role jeton_certificate login`);
  return server;
}

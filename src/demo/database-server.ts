import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { settingsRefused } from '../errors.ts';

/** Where Debian puts each version. */
const VERSIONS = '/usr/lib/postgresql';
const PORT = 5432;
const START_MS = 30_000;

/** A PostgreSQL server of the demo's own, on a socket alone; its records end with it. */
export interface DatabaseServer {
  address: NonNullable<Config['postgres']>;
  stop(): Promise<void>;
}

/** Folder of the newest installed server's programs. */
function programs(): string {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS) : [];
  const whole = versions.filter((version) => existsSync(join(VERSIONS, version, 'bin/postgres')));
  const [newest] = whole.sort((a, b) => Number(b) - Number(a));
  if (newest !== undefined) return join(VERSIONS, newest, 'bin');
  throw settingsRefused({
    en: 'there is no PostgreSQL server here\nhint: sudo apt-get install postgresql',
    fr: 'il n’y a pas de serveur PostgreSQL ici : lancez sudo apt-get install postgresql',
  });
}

/** It refuses to be root: then Debian's own user runs it. */
function account(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [, uid, gid] = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
  if (uid === undefined) {
    throw settingsRefused({
      en: 'there is no user postgres to run the server as',
      fr: 'il n’y a pas d’utilisateur postgres pour faire tourner le serveur : créez-le, ou lancez la démonstration sans être root',
    });
  }
  return { uid: Number(uid), gid: Number(gid) };
}

async function listening(data: string, hasEnded: () => boolean): Promise<void> {
  const file = join(data, 'postmaster.pid');
  for (const end = Date.now() + START_MS; Date.now() < end && !hasEnded(); await sleep(20)) {
    if (existsSync(file) && /^ready/m.test(readFileSync(file, 'utf8'))) return;
  }
  throw settingsRefused({
    en: 'the PostgreSQL server of the demo did not start',
    fr: 'le serveur PostgreSQL de la démonstration n’a pas démarré : recommencez',
  });
}

/** Makes a new server in a temporary folder, and starts it. Throws `config_invalid` where PostgreSQL is not installed. */
export async function startDatabaseServer(): Promise<DatabaseServer> {
  const bin = programs();
  const as = account();
  const folder = mkdtempSync(join(tmpdir(), 'jeton-demo-pg-'));
  chmodSync(folder, 0o711); // its user gets through
  const [data, socket] = [join(folder, 'data'), join(folder, 'socket')];
  for (const one of [data, socket]) {
    mkdirSync(one, { mode: 0o700 });
    if (as) chownSync(one, as.uid, as.gid);
  }
  const options = { cwd: '/', ...as };
  const kind = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-instructions'];
  execFileSync(join(bin, 'initdb'), [...kind, '-D', data], { stdio: 'pipe', ...options });
  const args = ['-D', data, '-k', socket, '-p', String(PORT), '-c', 'listen_addresses='];
  const child = spawn(join(bin, 'postgres'), args, { stdio: 'ignore', ...options });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  await listening(data, () => child.exitCode !== null).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const made = ['-c', 'create role jeton login', '-c', 'create database jeton owner jeton'];
  execFileSync(join(bin, 'psql'), ['-h', socket, '-p', String(PORT), '-U', 'postgres', ...made], { stdio: 'pipe' });
  return { address: { user: 'jeton', database: 'jeton', servers: [{ host: socket, port: PORT }] }, stop };
}

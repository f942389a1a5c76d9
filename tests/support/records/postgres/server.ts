import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MEMORY } from '../../runs/memory.mjs';

/** A server that runs until its run ends. */
export interface Server {
  /** Holds its data, its socket and its log; gone when it is. */
  folder: string;
  /** Where its socket is: the `host` of a connection. */
  socket: string;
}

/** Names its socket; nothing listens on the network. */
export const PORT = 5432;
/** The user who may do everything. */
export const SUPERUSER = 'jeton';
/** Where Debian installs each version of the server. */
const VERSIONS = '/usr/lib/postgresql';
/** The longest path of a socket, in octets (unix(7)). */
const LONGEST = 107;
const START_MS = 60_000;
/** A run's databases take a tenth of it. */
const ROOM = 4 * 2 ** 30;

/**
 * Starts the server, and ends it when the run does: when its process or its folder is gone, whoever killed it. The folder
 * of a run that was killed goes too.
 */
const WATCH = `run=$1 runFolder=$2 folder=$3; shift 3
"$@" >"$folder/log" 2>&1 </dev/null & server=$!
lives() { case "$(sed 's/.*) \\(.\\).*/\\1/' "/proc/$1/stat" 2>/dev/null)" in ''|Z|X) return 1;; esac; }
while lives "$run" && lives "$server" && [ -d "$runFolder" ]; do sleep 0.2; done
lives "$run" || rm -rf "$runFolder"
kill -QUIT "$server" 2>/dev/null; wait "$server"; rm -rf "$folder"`;

/** Folder of the newest installed server's programs, or of those that JETON_TEST_POSTGRES names; without one the test fails. */
export function programs(): string {
  const named = process.env['JETON_TEST_POSTGRES'];
  if (named) return named;
  const all = existsSync(VERSIONS) ? readdirSync(VERSIONS) : [];
  const [newest] = all
    .filter((version) => existsSync(path.join(VERSIONS, version, 'bin/postgres')))
    .sort((a, b) => Number(b) - Number(a));
  if (newest !== undefined) return path.join(VERSIONS, newest, 'bin');
  throw new Error('postgresql is not installed\nhint: sudo apt-get install -y --no-install-recommends postgresql');
}

/** Who the server runs as, for it refuses root: Debian's user for it, or nobody. Undefined for ourselves. */
function owner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  const line = users.find((user) => user.startsWith('postgres:')) ?? users.find((user) => user.startsWith('nobody:'));
  const [, , uid, gid] = (line ?? '').split(':');
  if (uid === undefined || gid === undefined) throw new Error('there is no user to run a PostgreSQL server as');
  return { uid: Number(uid), gid: Number(gid) };
}

/**
 * Where a server makes and drops a database of a test in 30 ms, for it waits for no disk: on one that two test files share that takes
 * a quarter of a second, and up to two. None where memory is scarce.
 */
export function foldersInMemory(): string[] {
  if (!existsSync(MEMORY)) return [];
  const { bavail, bsize } = statfsSync(MEMORY);
  return Math.min(bavail * bsize, process.availableMemory() / 2) > ROOM ? [MEMORY] : [];
}

/** Where the server's folder is made: the user of the server reaches it, and the path of a socket in it is not too long. */
function parentOf(name: string, folders: readonly string[]): string {
  const reached = (folder: string): boolean => {
    const above = path.dirname(folder);
    return (statSync(folder).mode & 0o001) !== 0 && (above === folder || reached(above));
  };
  const fits = (folder: string): boolean =>
    Buffer.byteLength(path.join(folder, name, 'socket', `.s.PGSQL.${PORT}.lock`)) <= LONGEST;
  const found = folders.find((folder) => fits(folder) && (process.getuid?.() !== 0 || reached(folder)));
  if (found === undefined) throw new Error('no temporary folder can be reached by the user of PostgreSQL');
  return found;
}

function makeFolders(folder: string, user: ReturnType<typeof owner>): void {
  mkdirSync(folder);
  chmodSync(folder, 0o711); // whatever the umask is, the server's user gets through
  for (const name of ['data', 'socket']) {
    mkdirSync(path.join(folder, name), { mode: 0o700 });
    if (user) chownSync(path.join(folder, name), user.uid, user.gid);
  }
}

type Settings = Readonly<Record<string, string>>;
/** Settings of a server whose data nobody needs tomorrow. */
const SETTINGS: Settings = {
  listen_addresses: '',
  max_connections: '100',
  fsync: 'on',
  full_page_writes: 'on',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum: 'off', // it would look into a template while a database is made of it
  dynamic_shared_memory_type: 'mmap', // in its own folder, which goes with it whoever killed it
  timezone: 'UTC',
};

/** Settings of a server that keeps what it says it has kept, as in service. */
export const DURABLE: Settings = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  wal_level: 'replica',
  autovacuum: 'on',
};

/**
 * Starts a server of the tests' own, of Debian's packages, on a socket alone.
 *
 * @param runFolder - `…/jeton-run-PID-TIME`: the server ends when this folder or the process PID is gone
 * @param changed - settings in the place of those of a server whose data nobody needs
 * @param folders - where its folder may be made; the first that fits
 */
export async function startServer(
  runFolder: string,
  changed: Settings = {},
  folders: readonly string[] = [path.dirname(runFolder), '/tmp'],
): Promise<Server> {
  const bin = programs();
  const [name, user] = [`${path.basename(runFolder)}-postgres`, owner()];
  const folder = path.join(parentOf(name, folders), name);
  const [data, socket] = [path.join(folder, 'data'), path.join(folder, 'socket')];
  makeFolders(folder, user);
  const as = user ? [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'] : [];
  const kind = ['--auth=trust', `--username=${SUPERUSER}`, '--encoding=UTF8', '--locale=C.UTF-8'];
  const initdb = [path.join(bin, 'initdb'), '--no-sync', '--no-instructions', ...kind, '-D', data];
  execFileSync('setpriv', [...as, ...initdb], { cwd: '/', stdio: 'pipe' });
  const settings = Object.entries({ ...SETTINGS, ...changed }).flatMap(([setting, value]) => [
    '-c',
    `${setting}=${value}`,
  ]);
  // with who watches it the server ends too
  const server = ['setpriv', ...as, '--pdeathsig', 'QUIT', path.join(bin, 'postgres'), '-D', data, '-k', socket];
  const run = /^jeton-run-(\d+)-/.exec(path.basename(runFolder))?.[1] ?? '';
  const args = ['-c', WATCH, 'watch', run, runFolder, folder, ...server, '-p', `${PORT}`, ...settings];
  spawn('/bin/sh', args, { cwd: '/', detached: true, stdio: 'ignore' }).unref();
  await listening(folder, data);
  return { folder, socket };
}

/** Until it takes connections: its pid file says so in its last line. */
async function listening(folder: string, data: string): Promise<void> {
  const file = path.join(data, 'postmaster.pid');
  for (const end = Date.now() + START_MS; Date.now() < end; await sleep(20)) {
    if (!existsSync(folder)) throw new Error('the PostgreSQL server ended while it started');
    if (existsSync(file) && /^ready/m.test(readFileSync(file, 'utf8'))) return;
  }
  throw new Error(
    `the PostgreSQL server did not start: ${readFileSync(path.join(folder, 'log'), 'utf8').slice(-2000)}`,
  );
}

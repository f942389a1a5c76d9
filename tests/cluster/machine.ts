import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, copyFileSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { account, giveToServer, PROGRAMS } from '../store/postgres/own-server.ts';
import { nodeCertificate, type ServerCertificate } from '../support/certificates.ts';
import { documented } from '../support/documented.ts';

const PAGE = 'docs/postgresql.md';
const run = promisify(execFile);

/** The machines that docs/postgresql.md names, each with a port of loopback for every port that the page gives it. */
export type Ports = ReadonlyMap<string, ReadonlyMap<string, number>>;
/** The ports of a machine there: PostgreSQL, Patroni, and etcd for its clients and its peers. */
export const PORTS = ['5432', '8008', '2379', '2380'] as const;

/** The page's names and ports as those of loopback. */
export function onLoopback(text: string, ports: Ports): string {
  return text.replaceAll(/(db\d)\.interieur\.example(?::(\d+))?/g, (_, machine: string, port = '5432') => {
    return `127.0.0.1:${ports.get(machine)?.get(port)}`;
  });
}

/** One of the machines: etcd and Patroni with its PostgreSQL server, as docs/postgresql.md sets them up. */
export interface Machine {
  name: string;
  /** Starts etcd and Patroni, as systemd does after a power cut. */
  start(): void;
  startEtcd(): void;
  killEtcd(): Promise<void>;
  /** Ends all of it as a power cut does: SIGKILL to Patroni, each process of the server, and etcd. */
  kill(): Promise<void>;
  /** Has all of it stand still, as a machine whose host is overloaded does; answers what has it go on. */
  freeze(): () => void;
  /** Runs a statement there as the superuser. Throws what psql says. */
  sql(text: string): Promise<void>;
  /** What `patronictl list` says, asked there. Throws what it says instead. */
  members(): Promise<Member[]>;
  /** The end of what Patroni and etcd said. */
  said(): string;
}

/** A machine as Patroni sees it. */
export interface Member {
  Member: string;
  /** `Leader`, `Sync Standby`, `Replica`. */
  Role: string;
  /** Of a standby that follows: `streaming`. */
  State: string;
}

interface Place {
  name: string;
  /** Of the cluster, owned by the server's account. */
  folder: string;
  ports: Ports;
  authority: ServerCertificate;
}

/** A block of the page as it is on this machine: where the page's db1 stands alone, its own name. */
function blockOf(block: string, { name, ports }: Place, put: Readonly<Record<string, string>>): string {
  const lines = documented(block, put, PAGE).split('\n');
  const own = lines.map((line) => (line.includes('db2') ? line : line.replaceAll('db1', name))).join('\n');
  const listening = own.replaceAll(/0\.0\.0\.0:(\d+)/g, (_, port) => `127.0.0.1:${ports.get(name)?.get(port)}`);
  return onLoopback(listening, ports);
}

function etcdOf(place: Place, folder: string): NodeJS.ProcessEnv {
  const put = { '/etc/etcd': folder, '/var/lib/etcd/jeton': join(folder, 'etcd') };
  const lines = blockOf('/etc/default/etcd', place, put).matchAll(/^(\w+)=(.*)$/gm);
  return Object.fromEntries([...lines].map(([, name, value]) => [name, value]));
}

function patroniOf(place: Place, folder: string): string {
  const put = {
    '/etc/patroni': folder,
    '/usr/lib/postgresql/17/bin': PROGRAMS,
    '/var/lib/postgresql/17/jeton': join(folder, 'data'),
    '/run/postgresql': folder,
    '10.1.2.0/24': '127.0.0.1/32',
    '10.1.3.0/24': '127.0.0.1/32',
    // peer knows the superuser by the account, which is not ours to take unless we are root
    ...(account() ? {} : { ' peer': ' trust' }),
  };
  return blockOf('/etc/patroni/config.yml', place, put);
}

/** What a file of /proc says; nothing where its process is gone. */
function proc(pid: number | string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}

/** Whether a process runs; one that ended and was not waited for does not. */
const runs = (pid: number): boolean => /^\d+ \(.*\) [^ZX]/.test(proc(pid, 'stat'));

/** Processes whose home is this folder, which no other has, and those that they started: a server's hide their environment. */
function processesOf(folder: string): number[] {
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const own = numbers.filter((pid) => proc(pid, 'environ').split('\0').includes(`HOME=${folder}`));
  const children = own.flatMap((pid) => proc(pid, `task/${pid}/children`).split(' ').filter(Boolean));
  return [...new Set([...own, ...children].map(Number))].filter(runs);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Ends processes by SIGKILL, and waits until they are gone. */
async function ended(pids: readonly number[]): Promise<void> {
  for (const pid of pids) signal(pid, 'SIGKILL');
  while (pids.some(runs)) await sleep(10);
}

/** Makes the machine's folder; nothing runs there until `start`. */
export function createMachine(place: Place): Machine {
  const folder = join(place.folder, place.name);
  const [log, yaml] = [join(folder, 'log'), join(folder, 'patroni.yml')];
  mkdirSync(folder);
  const { certFile, keyFile } = nodeCertificate(folder, 'node', place.authority, ['IP:127.0.0.1']);
  copyFileSync(place.authority.certFile, join(folder, 'ca.pem'));
  writeFileSync(yaml, patroniOf(place, folder), { mode: 0o600 });
  writeFileSync(log, '');
  for (const path of [folder, certFile, keyFile, yaml]) giveToServer(path);

  // HOME is the account's, as systemd has it: Patroni keeps passwords for libpq there
  const asAccount = { ...{ cwd: folder, timeout: 15_000, ...account() }, env: { ...process.env, HOME: folder } };
  let etcd: ChildProcess | undefined;
  // they end with the process of the test, however that ends; Patroni then ends its server
  const started = (atOurEnd: string, program: string, args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess => {
    const said = openSync(log, 'a');
    const child = spawn('/usr/bin/setpriv', ['--pdeathsig', atOurEnd, program, ...args], {
      ...{ stdio: ['ignore', said, said], cwd: folder, ...account() },
      env: { ...asAccount.env, ...env },
    });
    closeSync(said);
    return child;
  };
  const machine: Machine = {
    name: place.name,
    start: () => {
      machine.startEtcd();
      started('TERM', 'patroni', [yaml]);
    },
    startEtcd: () => {
      etcd = started('KILL', 'etcd', [], etcdOf(place, folder));
    },
    killEtcd: () => ended(etcd?.pid === undefined || etcd.exitCode !== null ? [] : [etcd.pid]),
    kill: async () => {
      // again until there are none: one may have been about to start another
      for (let all = processesOf(folder); all.length > 0; all = processesOf(folder)) await ended(all);
    },
    freeze: () => {
      const all = processesOf(folder);
      for (const pid of all) signal(pid, 'SIGSTOP');
      return () => {
        for (const pid of all) signal(pid, 'SIGCONT');
      };
    },
    sql: async (text) => {
      const port = String(place.ports.get(place.name)?.get('5432'));
      const to = ['-X', '-v', 'ON_ERROR_STOP=1', '-h', folder, '-p', port, '-U', 'postgres', '-d', 'postgres'];
      await run(join(PROGRAMS, 'psql'), [...to, '-c', text], asAccount);
    },
    members: async () => {
      const { stdout } = await run('patronictl', ['-c', yaml, 'list', '-f', 'json'], asAccount);
      return JSON.parse(stdout) as Member[];
    },
    said: () => readFileSync(log, 'utf8').slice(-4000),
  };
  return machine;
}

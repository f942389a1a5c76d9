import { type ChildProcess, execFile, spawn } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { account, giveToServer, PROGRAMS } from '../store/postgres/own-server.ts';
import { nodeCertificate, type ServerCertificate } from '../support/certificates.ts';
import { documented } from '../support/documented.ts';
import { type Network, SITES } from './network.ts';
import { createWatchdog } from './watchdog.ts';

const PAGE = 'docs/postgresql.md';
/** How many lines of what was said are shown. */
const SAID = 60;
/** How long Patroni may think about who is in the cluster. */
const ANSWER_MS = 5_000;
const run = promisify(execFile);

/** The page's machines as addresses. */
export const withAddresses = (text: string, addressOf: (machine: string) => string): string =>
  text.replaceAll(/(db\d)\.interieur\.example/g, (_, machine: string) => addressOf(machine));

/** One of the machines: etcd and Patroni with its PostgreSQL server, as docs/postgresql.md sets them up. */
export interface Machine {
  name: string;
  /** Starts etcd and Patroni, as systemd does after a power cut. */
  start(): void;
  startEtcd(): void;
  killEtcd(): Promise<void>;
  /** Ends all of it as a power cut does: SIGKILL to Patroni, each process of the server, and etcd. */
  kill(): Promise<void>;
  /** Has all of it stand still with its watchdog, as a virtual machine whose host is overloaded does; answers what has it go on. */
  freeze(): () => void;
  /** Has all of it stand still, or Patroni alone, and its watchdog go on. */
  hang(what: 'all' | 'patroni'): void;
  /** Runs a statement there as the superuser. Throws what psql says. */
  sql(text: string): Promise<void>;
  /** Runs the page's `pg_rewind` there, from the server of the machine to a folder whose log has these files. Answers what it says as it fails. */
  rewind(log: readonly string[]): Promise<string>;
  /** Runs `patronictl` there. Answers what it says; throws where it fails. */
  patronictl(...args: string[]): Promise<string>;
  /** Ends it for good. */
  remove(): Promise<void>;
  /** Whom Patroni there sees in the cluster. Throws where it does not answer in time. */
  members(): Promise<Member[]>;
  /** The last of what Patroni and the server said, but for the rounds in which nothing was done. */
  said(): string;
}

/** A machine as Patroni sees it. */
export interface Member {
  name: string;
  /** `leader`, `sync_standby`, `replica`. */
  role: string;
  /** Of a standby that follows: `streaming`. */
  state: string;
}

interface Place {
  name: string;
  /** Of the cluster, owned by the server's account. */
  folder: string;
  network: Network;
  authority: ServerCertificate;
}

/** A block of the page as it is on this machine: where the page's db1 stands alone, its own name. */
function blockOf(block: string, { name, network }: Place, put: Readonly<Record<string, string>>): string {
  const lines = documented(block, put, PAGE).split('\n');
  const own = lines.map((line) => (line.includes('db2') ? line : line.replaceAll('db1', name))).join('\n');
  return withAddresses(own, network.addressOf);
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
    '/usr/local/bin/pg_rewind_forward': join(folder, 'pg_rewind_forward'),
    '/var/lib/postgresql/17/jeton': join(folder, 'data'),
    '/run/postgresql': folder,
    '/dev/watchdog': `${join(folder, 'watchdog')}\n  driver: testing`,
    '10.1.2.0/24': place.network.machines,
    '10.1.3.0/24': place.network.nodes,
  };
  return blockOf('/etc/patroni/config.yml', place, put);
}

/** The page's own pg_rewind, without the line that says where it stands. */
function rewindOf(): string {
  const block = documented('/usr/local/bin/pg_rewind_forward', { '/usr/lib/postgresql/17/bin': PROGRAMS }, PAGE);
  return block.slice(block.indexOf('\n') + 1);
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

/** Whom Patroni at an address sees, by its REST API: `patronictl` is a program of a second that takes a core, and is asked five times a second. */
function membersSeenAt(host: string, { cert, key }: ServerCertificate, ca: string): Promise<Member[]> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(ANSWER_MS);
    const asked = get({ host, port: 8008, path: '/cluster', ca, cert, key, agent: false, signal }, (answer) => {
      json(answer).then((said) => resolve((said as { members: Member[] }).members), reject);
    });
    asked.once('error', reject);
  });
}

/** Ends processes by SIGKILL, and waits until they are gone. */
async function ended(pids: readonly number[]): Promise<void> {
  for (const pid of pids) signal(pid, 'SIGKILL');
  while (pids.some(runs)) await sleep(10);
}

/** Makes the machine's folder; nothing runs there until `start`. */
export function createMachine(place: Place): Machine {
  const folder = join(place.folder, place.name);
  const [log, yaml, rewind] = [join(folder, 'log'), join(folder, 'patroni.yml'), join(folder, 'pg_rewind_forward')];
  mkdirSync(folder);
  const addresses = place.network.allOf(place.name).map((address) => `IP:${address}`);
  const own = nodeCertificate(folder, 'node', place.authority, addresses);
  const watchdogFile = join(folder, 'watchdog');
  const watchdog = createWatchdog(watchdogFile, () => void machine.kill().then(machine.start));
  copyFileSync(place.authority.certFile, join(folder, 'ca.pem'));
  writeFileSync(yaml, patroniOf(place, folder), { mode: 0o600 });
  writeFileSync(log, '');
  writeFileSync(rewind, rewindOf(), { mode: 0o755 });
  for (const path of [folder, own.certFile, own.keyFile, yaml, rewind, watchdogFile]) giveToServer(path);

  // HOME is the account's, as systemd has it: Patroni keeps passwords for libpq there
  const home = { cwd: folder, timeout: 15_000, env: { ...process.env, HOME: folder } };
  const { uid, gid } = account() ?? {};
  const asOwner = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  const there = (argv: readonly string[]): [string, string[]] => {
    const [program = '', ...args] = place.network.within(place.name, argv);
    return [program, args];
  };
  let etcd: ChildProcess | undefined;
  // what is started ends with the process of the test, however that ends; whoever changes the account says so anew
  const withUs = ['setpriv', '--pdeathsig', 'KILL'];
  const started = (argv: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess => {
    const said = openSync(log, 'a');
    const child = spawn(...there(argv), {
      cwd: folder,
      stdio: ['ignore', said, said],
      env: { ...home.env, ...env },
    });
    closeSync(said);
    return child;
  };
  const machine: Machine = {
    name: place.name,
    start: () => {
      machine.startEtcd();
      // as the first process of a namespace, whose end is that of all in it: also of a server that stands still
      const first = ['unshare', '--pid', '--fork', '--kill-child=KILL', '--mount-proc'];
      started([...withUs, ...first, ...asOwner, ...withUs, 'patroni', yaml]);
    },
    startEtcd: () => {
      etcd = started([...asOwner, ...withUs, 'etcd'], etcdOf(place, folder));
    },
    killEtcd: () => ended(etcd?.pid === undefined || etcd.exitCode !== null ? [] : [etcd.pid]),
    kill: async () => {
      watchdog.cutPower();
      // again until there are none: one may have been about to start another
      for (let all = processesOf(folder); all.length > 0; all = processesOf(folder)) await ended(all);
    },
    freeze: () => {
      const all = processesOf(folder);
      for (const pid of all) signal(pid, 'SIGSTOP');
      const watch = watchdog.pause();
      return () => {
        watch();
        for (const pid of all) signal(pid, 'SIGCONT');
      };
    },
    hang: (what) => {
      const isMeant = (pid: number) => what === 'all' || proc(pid, 'cmdline').includes('/patroni\0');
      for (const pid of processesOf(folder).filter(isMeant)) signal(pid, 'SIGSTOP');
    },
    sql: async (text) => {
      const to = ['-X', '-v', 'ON_ERROR_STOP=1', '-h', folder, '-U', 'postgres', '-d', 'postgres'];
      await run(...there([...asOwner, join(PROGRAMS, 'psql'), ...to, '-c', text]), home);
    },
    rewind: async (files) => {
      const target = mkdtempSync(join(folder, 'target-'));
      mkdirSync(join(target, 'pg_wal'));
      for (const file of files) writeFileSync(join(target, 'pg_wal', file), '');
      for (const path of [target, join(target, 'pg_wal')]) giveToServer(path);
      const from = ['-D', target, '--source-server', `host=${folder} user=postgres dbname=postgres`];
      const failed = run(...there([...asOwner, rewind, ...from]), home).then(
        () => ({ stderr: '' }),
        (error: { stderr: string }) => error,
      );
      return (await failed).stderr;
    },
    patronictl: async (...args) => {
      const { stdout } = await run(...there([...asOwner, 'patronictl', '-c', yaml, ...args]), home);
      return stdout;
    },
    members: () => {
      const addresses = SITES.map((site) => place.network.seenFrom(site, place.name));
      return Promise.any(addresses.map((address) => membersSeenAt(address, own, place.authority.cert)));
    },
    said: () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => /^\d{4}-/.test(line) && !line.includes('no action.'))
        .slice(-SAID)
        .join('\n'),
    remove: async () => {
      await machine.kill();
      watchdog.close();
    },
  };
  return machine;
}

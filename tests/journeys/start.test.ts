import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { childrenOf } from './processes.ts';
import { freePort } from './service.ts';

/** Inodes of the sockets on which a process listens. */
function listeners(pid: number): string[] {
  if (!existsSync(`/proc/${pid}/fd`)) return []; // one that compares once ends by itself
  const tables = ['tcp', 'tcp6'].map((name) => `/proc/${pid}/net/${name}`).filter(existsSync);
  const lines = tables.flatMap((table) => readFileSync(table, 'utf8').trim().split('\n').slice(1));
  const listening = new Set(
    lines
      .map((line) => line.trim().split(/\s+/))
      .filter((f) => f[3] === '0A')
      .map((f) => f[9]),
  );
  const linkOf = (fd: string): string => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return ''; // closed meanwhile
    }
  };
  const inodes = readdirSync(`/proc/${pid}/fd`).map((fd) => /^socket:\[(\d+)\]$/.exec(linkOf(fd))?.[1]);
  return inodes
    .filter((inode) => inode !== undefined && listening.has(inode))
    .map(String)
    .sort();
}

/** What listens in each process once it got SIGUSR1, beside what listened before: looked for so long, or until there are so many. */
async function openedBySignal(
  pids: readonly number[],
  { ms = 1_000, most = Number.POSITIVE_INFINITY }: { ms?: number; most?: number } = {},
): Promise<string[]> {
  const before = new Set(pids.flatMap(listeners));
  for (const pid of pids) process.kill(pid, 'SIGUSR1');
  const opened = () => pids.flatMap(listeners).filter((inode) => !before.has(inode));
  for (const end = performance.now() + ms; opened().length < most && performance.now() < end; ) await sleep(50);
  return opened();
}

describe('the service as it starts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-start-'));
  const data = join(folder, 'data');
  let child: ChildProcess;
  let said = '';
  beforeAll(async () => {
    mkdirSync(join(data, 'tmp', 'export-left', 'journal'), { recursive: true, mode: 0o700 });
    writeFileSync(join(data, 'tmp', 'export-left', 'journal', 'openings.jsonl'), 'a name');
    writeFileSync(join(data, 'tmp', 'other'), 'not ours');
    writeFileSync(join(folder, 'kek'), Buffer.alloc(32, 7).toString('base64'), { mode: 0o600 });
    const env = {
      PATH: process.env['PATH'],
      TZ: 'Europe/Paris',
      JETON_DATA: data,
      JETON_KEK_FILE: join(folder, 'kek'),
      JETON_PORT: '0',
      JETON_PKI_PORT: '0',
      JETON_PASSKEYS: 'optional',
    };
    const flags = [`--inspect-port=${await freePort()}`];
    child = spawn(process.execPath, [...flags, 'dist/main.js', 'serve'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    await new Promise<void>((ready, failed) => {
      child.stderr?.on('data', (chunk) => {
        said += chunk;
        if (/jeton: console /.test(said)) ready();
      });
      child.once('close', () => failed(new Error(said)));
    });
  });
  afterAll(async () => {
    const ended = once(child, 'close');
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  it('opens no debugger’s port for whoever sends it SIGUSR1, nor does any process of its own', async () => {
    await sleep(3_000); // a Node without the flag takes the signal once its program has begun
    const pids = [child.pid ?? 0, ...childrenOf(child.pid ?? 0)];
    expect(pids.length).toBeGreaterThan(2); // those that answer gateways are among them
    expect(await openedBySignal(pids)).toEqual([]);
    expect(childrenOf(child.pid ?? 0).filter((pid) => pids.includes(pid)).length).toBeGreaterThan(1); // they live on
    expect(said).not.toMatch(/Debugger listening/);
    expect([child.exitCode, child.signalCode]).toEqual([null, null]);
  });

  it('would be seen to open one: a plain program does', async () => {
    const plain = spawn(
      process.execPath,
      [`--inspect-port=${await freePort()}`, '-e', 'console.log(1); setTimeout(() => {}, 60_000)'],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    await once(plain.stdout, 'data'); // its program has begun, so it takes the signal
    const opened = await openedBySignal([plain.pid ?? 0], { ms: 20_000, most: 1 });
    const ended = once(plain, 'close');
    plain.kill('SIGKILL');
    await ended;
    expect(opened).toHaveLength(1);
  });

  it('removes exports that a killed service left, with the openings in them, and nothing else', () => {
    expect(readdirSync(join(data, 'tmp'))).toEqual(['other']);
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beginOf, dayOf, isWorkingDay } from '../../src/book/rules/calendar/working-days.ts';
import { childrenThatRun } from './processes.ts';

/** Where Debian puts libfaketime for programs of several threads, whatever the machine's architecture. */
function faketime(): string {
  const folders = readdirSync('/usr/lib').map((folder) => `/usr/lib/${folder}/faketime/libfaketimeMT.so.1`);
  const found = folders.find((path) => existsSync(path));
  if (!found) throw new Error('libfaketime is not installed\nhint: node src/setup.mjs test, as root');
  return found;
}

/** Seconds by which this process's own clock is moved already (npm run test:dates). */
const moved = Number(/^\+?(-?\d+)s?$/.exec(process.env['FAKETIME'] ?? '')?.[1] ?? 0);

/** A clock of the machine's that a test moves while a program runs; what only runs on (CLOCK_MONOTONIC) stays true. */
export function createLeapingClock(folder: string) {
  const file = join(folder, 'machine-clock');
  const leap = (seconds: number): void => writeFileSync(file, `+${moved + seconds}\n`);
  leap(0);
  const env = {
    LD_PRELOAD: faketime(),
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    DONT_FAKE_MONOTONIC: '1',
  };
  return { leap, env };
}

/**
 * The clock of a program for which time passes as a test says: what only runs on goes ahead by as much, so that whatever it does
 * again after a while is due.
 */
export function createPassingClock(folder: string) {
  const { leap, env } = createLeapingClock(folder);
  const { DONT_FAKE_MONOTONIC: _, FAKETIME_NO_CACHE: __, ...both } = env;
  let ahead = 0;
  return {
    env: { ...both, FAKETIME_CACHE_DURATION: '1' },
    /** Milliseconds of the program's clock. */
    now: (): number => Date.now() + ahead * 1000,
    pass: (seconds: number): void => {
      ahead += seconds;
      leap(ahead);
    },
  };
}

/** Starts `serve`, the real program, and waits until it answers. */
export async function servedWith(env: Record<string, string>) {
  const all = { PATH: process.env['PATH'] ?? '', TZ: 'Europe/Paris', ...env };
  const child: ChildProcess = spawn(process.execPath, ['dist/main.js', 'serve'], {
    env: all,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const [, url = '', pkiUrl = ''] = await new Promise<RegExpExecArray>((resolve, reject) => {
    child.stderr?.on('data', (chunk) => {
      said += chunk;
      const found = /jeton: console (\S+) · CRL and OCSP (\S+)/.exec(said);
      if (found) resolve(found);
    });
    void ended.then(() => reject(new Error(`the service ended: ${said}`)));
  });
  const pid = child.pid ?? 0;
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  return {
    url,
    pkiUrl,
    stop,
    /** Its log: one object a line. */
    logged: (): { level: string; message: string; code?: string }[] =>
      said.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : [])),
    /** The processes that answer gateways. */
    statusPids: (): number[] => childrenThatRun(pid, 'status-process'),
  };
}

/** Seconds from now to this hour of the next working day in Paris. */
export function untilWorkingDay(hour: number): number {
  let day = dayOf(Date.now()) + 1;
  while (!isWorkingDay(day)) day += 1;
  return Math.round((beginOf(day) + hour * 3_600_000 - Date.now()) / 1000);
}

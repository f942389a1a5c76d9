import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createClient } from '../../src/demo/client.ts';
import type { Stage } from '../../src/demo/stage.ts';

/** Linux gives out ports from 32768 on by itself, to whoever asks for any, and to every connection. */
const [FIRST, LAST] = [20_000, 32_000];
const given = new Set<number>();
/** Whether a port of loopback is free now. */
const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

/**
 * A free port of loopback, given once. It is none that the kernel gives to others by itself, so that nobody has it by the
 * time its program listens; two test files draw the same one once in thousands of runs.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, LAST);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

export interface Running {
  url: string;
  /** One-time links printed at this start, by role. */
  links: Map<string, string>;
  child: ChildProcess;
  ended: Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts `serve`, the real program, on a stage's data folder and waits until it answers; `more`: further settings. */
export async function serveOn(
  stage: Stage,
  ports: { web: number; pki: number },
  more: NodeJS.ProcessEnv = {},
): Promise<Running> {
  const benchFile = join(stage.dir, 'bench.json');
  writeFileSync(benchFile, JSON.stringify(stage.config.bench));
  const env = {
    ...process.env,
    JETON_DATA: stage.config.dataDir,
    JETON_KEK_FILE: stage.config.kekFile,
    JETON_PORT: String(ports.web),
    JETON_PKI_PORT: String(ports.pki),
    JETON_BENCH_FILE: benchFile,
    JETON_LETTER_PRINTER: stage.config.print.letters,
    JETON_LABEL_PRINTER: stage.config.print.labels,
    JETON_LOG_LEVEL: 'error',
    ...more,
  };
  // the first start prints links below the address, as soon as they are made
  const last = existsSync(join(stage.config.dataDir, 'kek.json')) ? /jeton: console / : /^Identifiants /m;
  const child = spawn(process.execPath, ['dist/main.js', 'serve'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let err = '';
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr?.on('data', (chunk) => {
      err += chunk;
      const found = /jeton: console (\S+)/.exec(err)?.[1];
      if (found && last.test(err)) resolve(found);
    });
    void ended.then(() => reject(new Error(`the service ended: ${err}`)));
  });
  const links = new Map(
    [...err.matchAll(/^ {2}(.+?)(?: · .+?)?\s+\S+\/bienvenue#(\S+)$/gm)].map(([, role = '', token = '']) => [
      role.trim(),
      token,
    ]),
  );
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return { url, links, child, ended, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

/** A person's session, by its token: the password gives a fresh factor for some minutes. */
export async function sessionOf(url: string, login: string, password: string): Promise<string> {
  return (await createClient(url).post<{ token: string }>('/sessions', { login, password })).token;
}
/** The same, as a client. */
export const signIn = async (url: string, login: string, password: string) =>
  createClient(url, await sessionOf(url, login, password));

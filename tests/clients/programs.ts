import { type ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const FOLDERS = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin'];

/** The path of a program; one that is missing fails the test and says what to do. */
export function need(program: string): string {
  const folder = FOLDERS.find((name) => existsSync(join(name, program)));
  if (folder === undefined)
    throw new Error(`${program} is not installed\nhint: npm run test:clients installs it, as root`);
  return join(folder, program);
}

export interface Ended {
  /** Null when it was ended by a signal, such as by the deadline. */
  code: number | null;
  output: string;
}

/** Runs a program to its end, a quarter of a minute at most; answers all it printed. Never throws for a failure. */
export function ran(argv: readonly string[], env: NodeJS.ProcessEnv = {}, input = ''): Promise<Ended> {
  const [program = '', ...args] = argv;
  return new Promise((resolve) => {
    const options = { env: { ...process.env, ...env }, timeout: 15_000, encoding: 'utf8' } as const;
    const child = execFile(need(program), args, options, (error, stdout, stderr) =>
      resolve({ code: error ? (typeof error.code === 'number' ? error.code : null) : 0, output: stdout + stderr }),
    );
    child.stdin?.on('error', () => {}); // EPIPE: it ended before it read, and how it ended is what is answered
    child.stdin?.end(input);
  });
}

export interface Daemon {
  /** What it has printed until now. */
  said(): string;
  /** Waits until it has printed that, ten seconds at most; throws with all it printed. `after` skips what came before. */
  until(what: RegExp, after?: number): Promise<RegExpExecArray>;
  stop(): Promise<void>;
}

/** Starts a program that stays; it ends with `stop`. */
export function started(argv: readonly string[], options: SpawnOptions = {}): Daemon {
  const [program = '', ...args] = argv;
  const env = { ...process.env, ...options.env };
  const child: ChildProcess = spawn(need(program), args, { ...options, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      said += chunk;
    });
  }
  let ended = false;
  const end = new Promise<void>((resolve) =>
    child.once('close', () => {
      ended = true;
      resolve();
    }),
  );
  return {
    said: () => said,
    until: async (what, after = 0) => {
      for (const until = Date.now() + 10_000; Date.now() < until && !ended; await sleep(20)) {
        const found = what.exec(said.slice(after));
        if (found) return found;
      }
      throw new Error(`${program} did not say ${what}:\n${said.slice(after)}`);
    },
    stop: async () => {
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), 3000);
      await end;
      clearTimeout(patience);
    },
  };
}

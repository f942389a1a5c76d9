import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { WITHOUT_INSPECTOR } from '../no-inspector.ts';

/** The program of a worker, and Node's options for it. */
export interface WorkerProgram {
  path: string;
  execArgv: string[];
}

/** The compiled program in a file. */
export const programAt = (file: URL): WorkerProgram => ({
  path: fileURLToPath(file),
  execArgv: [...WITHOUT_INSPECTOR],
});
/** For tests: from now on `program` runs as `other` says, since what is forked by its name cannot be TypeScript. */
export function runInstead(program: WorkerProgram, other: WorkerProgram): void {
  Object.assign(program, other);
}

/** What a worker inherits: never the service's own settings, which lead to its keys. */
const INHERITED = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR'];

/** The environment of a child process: what every program needs of ours, and `own`. */
export function childEnvironment(own: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = INHERITED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return { ...Object.fromEntries(inherited), ...own };
}

/** Starts a worker with one argument, in an environment that holds `env` and nothing of the service's settings. */
export function forkWorker(
  { path, execArgv }: WorkerProgram,
  argument: string,
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  return fork(path, [argument], {
    env: childEnvironment(env),
    execArgv,
    // not structured clones: what a compromised module sends must not reach V8's deserialiser
    serialization: 'json',
    // a vendor's library may print what it likes: nothing of it is kept
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

import cluster, { type Worker } from 'node:cluster';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { cannotListen } from '../../errors.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import { WITHOUT_INSPECTOR } from '../../no-inspector.ts';
import { Report, type StatusOrder, type Task } from './status-messages.ts';

export interface StatusProcessesDeps {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Path of the records, which stand already. */
  database: string;
  /** The service's time, which the processes go by. */
  clock: Clock;
  /** The key of the seals of certificates' rows, and of no other table's: these processes face the network. */
  certificateKey: Uint8Array;
  /** Told of a certificate whose row is said not to be as the service wrote it: look yourself. */
  tampered?(serialNumber: string): void;
  warn(message: string, error: unknown): void;
  /** Tests run the program from its source. */
  program?: { path: string; execArgv: string[] };
  /** How many; one for each core, two at least and four at most. */
  count?: number;
  /** Milliseconds in which a process must say that it took an order, or is replaced. */
  patience?: number;
}
export interface StatusProcesses {
  readonly address: { host: string; port: number };
  /** Has every process work by this order from now on; one that does not say so in time is replaced. */
  tell(order: StatusOrder): Promise<void>;
  /** Whether a process is missing now. */
  isShort(): boolean;
  pids(): number[];
  close(): Promise<void>;
}

/** Beside this file as it was built; where the house runs from its source, as in tests, what was built of it. */
const BESIDE = fileURLToPath(new URL('../../app/status-process.js', import.meta.url));
const BUILT = {
  path: existsSync(BESIDE) ? BESIDE : fileURLToPath(new URL('../../../dist/app/status-process.js', import.meta.url)),
  execArgv: [...WITHOUT_INSPECTOR],
};
/** Milliseconds before a process that ended is followed by another; doubled while they end at once. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5000;
/** Whoever lived as long did not end at once. */
const LIVED_MS = 10_000;
const CLOSE_MS = 2000;
const SETTINGS = { host: 'JETON_PKI_HOST', port: 'JETON_PKI_PORT' } as const;

/** The service's own settings lead to its keys: a process that faces the network gets none of them. */
const withoutSettings = (): Record<string, string> =>
  Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => name.startsWith('JETON_'))
      .map((name) => [name, '']),
  );

/** All share one listening socket; the kernel gives each connection to one that is free, whatever the service is doing. */
function fork({ path, execArgv }: { path: string; execArgv: string[] }): Worker {
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  const stdio: ('ignore' | 'inherit' | 'ipc')[] = ['ignore', 'ignore', 'inherit', 'ipc'];
  cluster.setupPrimary({ exec: path, args: [], execArgv, serialization: 'json', stdio });
  return cluster.fork(withoutSettings());
}

/** A port that nobody holds: each process that follows another has to find the same one again. */
function freePort(host: string): Promise<number> {
  const probe = createServer();
  return new Promise((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** One place among them: a process, and after its end the next. */
interface Place {
  worker: Worker | undefined;
  /** The task that it last said it took. */
  took: number;
  pause: number;
}

/** Starts the processes and waits until one listens. Throws `config_invalid` where none can. */
export async function startStatusProcesses(deps: StatusProcessesDeps): Promise<StatusProcesses> {
  const { host, database, clock, warn, tampered, program = BUILT, patience = 5000 } = deps;
  const certificateKey = Buffer.from(deps.certificateKey).toString('base64');
  const port = deps.port === 0 ? await freePort(host) : deps.port;
  const count = deps.count ?? Math.min(4, Math.max(2, availableParallelism()));
  let task: Omit<Extract<Task, { order: unknown }>, 'now'> | undefined;
  const send = (worker: Worker | undefined): void => void (task && worker?.send({ ...task, now: clock.now() }));
  let isClosing = false;
  let heard = (): void => undefined;
  const places: Place[] = Array.from({ length: count }, () => ({ worker: undefined, took: 0, pause: FIRST_PAUSE }));

  let listens = (_: { host: string; port: number }): void => undefined;
  let refuses = (_: Error): void => undefined;
  const listening = new Promise<{ host: string; port: number }>((resolve, reject) => {
    listens = resolve;
    refuses = reject;
  });

  function hear(place: Place, message: unknown): void {
    const report = Report.safeParse(message).data;
    if (!report) return;
    if ('hears' in report) {
      place.worker?.send({ listen: { host, port } });
      send(place.worker);
    }
    if ('listening' in report) listens(report.listening);
    if ('refused' in report) {
      refuses(cannotListen({ host, port, settings: SETTINGS, code: report.refused }));
      place.worker?.process.kill('SIGKILL');
    }
    if ('fault' in report) warn('a status process could not answer', new Error(report.fault));
    if ('tampered' in report) tampered?.(report.tampered);
    if ('took' in report) {
      place.took = report.took;
      heard();
    }
  }

  function fill(place: Place): void {
    const bornAt = performance.now();
    const worker = fork(program);
    place.worker = worker;
    worker.on('message', (message) => hear(place, message));
    worker.on('error', () => undefined); // a message that reached it no more: its end is what counts
    worker.once('exit', (code, signal) => {
      place.worker = undefined;
      place.took = 0;
      heard();
      if (isClosing) return;
      warn('a status process ended; another takes its place', new Error(`exit ${signal ?? code}`));
      place.pause = performance.now() - bornAt > LIVED_MS ? FIRST_PAUSE : Math.min(2 * place.pause, LONGEST_PAUSE);
      setTimeout(() => isClosing || fill(place), place.pause).unref();
    });
  }

  const isBehind = ({ worker, took }: Place): boolean => worker === undefined || took !== task?.id;
  const untilHeard = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      heard = () => {
        if (places.some((place) => place.worker && isBehind(place))) return;
        clearTimeout(timer);
        resolve();
      };
      heard();
    });

  async function tell(order: StatusOrder): Promise<void> {
    task = { id: (task?.id ?? 0) + 1, database, certificateKey, order };
    for (const { worker } of places) send(worker);
    await untilHeard(patience);
    for (const { worker } of places.filter((place) => place.worker && isBehind(place))) {
      warn('a status process does not answer and is replaced', new Error(`pid ${worker?.process.pid}`));
      worker?.process.kill('SIGKILL');
    }
  }

  function end({ worker }: Place): Promise<void> {
    if (!worker) return Promise.resolve();
    return new Promise((resolve) => {
      const late = setTimeout(() => worker.process.kill('SIGKILL'), CLOSE_MS);
      worker.once('exit', () => {
        clearTimeout(late);
        resolve();
      });
      if (worker.isConnected()) worker.process.disconnect();
    });
  }
  async function close(): Promise<void> {
    isClosing = true;
    await Promise.all(places.map(end));
  }

  for (const place of places) fill(place);
  try {
    const address = await listening;
    return {
      address,
      tell,
      isShort: () => places.some(isBehind),
      pids: () => places.flatMap(({ worker }) => worker?.process.pid ?? []),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { z } from 'zod';
import { WITHOUT_INSPECTOR } from '../no-inspector.ts';
import type { Problem } from '../pkcs11/failure.ts';
import { forkWorker } from '../pkcs11/worker-program.ts';
import { pause } from '../within.ts';
import { Report, type Step, type StepFailure, type WorkerArgument } from './messages.ts';

/** Milliseconds a step may take; `default` where a step has no number of its own. */
export type Deadlines = Readonly<Partial<Record<Step, number>> & { default: number }>;
export interface ProcessConfig {
  workerPath: string;
  argument: z.output<typeof WorkerArgument>;
  env: Readonly<Record<string, string>>;
  deadlines: Deadlines;
}
/** For the last words of a process that has ended, in milliseconds. */
const SAID_MS = 200;
/** How an order, or the start, came out. */
export type Outcome = { result: unknown } | { failure: StepFailure };

/** One life of a worker process; it takes one order at a time. */
export interface WorkerProcess {
  readonly pid: number | undefined;
  readonly ready: Promise<Outcome>;
  /** Runs the order with this number, given as it goes over the channel. */
  run(id: number, order: Record<string, unknown>): Promise<Outcome>;
  /** Ends it for good: SIGKILL works on a process that is stopped or stuck in its module, too. */
  kill(problem: Problem): void;
  /** Lets go of the process: it ends by itself after the step it is in. */
  release(): void;
  /** When it is gone. */
  readonly ended: Promise<void>;
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    // could not be started, or not be reached: only after the former there is no exit to wait for
    child.on('error', () => child.pid === undefined && resolve());
  });
}

/** No operation has more; each step begins a new deadline, so their number is a deadline too. */
const STEPS_MAX = 30;

/** What the process works on: its start (order 0) or an order; `step` is the last one it announced. */
interface Waiting {
  id: number;
  step: Step;
  steps: number;
  timer: NodeJS.Timeout;
  settle(outcome: Outcome): void;
}

/**
 * Starts a worker and holds it to its deadlines. All it reports is parsed; one word out of place and it is killed.
 * `onDoomed` is told once, before anybody else, that it will take no order any more; it may still be dying then.
 */
export function startWorker(config: ProcessConfig, onDoomed: () => void): WorkerProcess {
  const { workerPath, argument, env, deadlines } = config;
  const child = forkWorker({ path: workerPath, execArgv: [...WITHOUT_INSPECTOR] }, JSON.stringify(argument), env);
  const ended = endOf(child);
  let waiting: Waiting | undefined;
  let doomed = false;

  const deadline = (step: Step) => setTimeout(() => kill('deadline'), deadlines[step] ?? deadlines.default);

  const waitFor = (id: number, step: Step): Promise<Outcome> =>
    new Promise((settle) => {
      waiting = { id, step, steps: 0, timer: deadline(step), settle };
    });

  const settle = (outcome: Outcome): void => {
    clearTimeout(waiting?.timer);
    waiting?.settle(outcome);
    waiting = undefined;
  };

  const fail = (problem: Problem): void => {
    if (!doomed) onDoomed();
    doomed = true;
    if (waiting) settle({ failure: { step: waiting.step, problem } });
  };

  function kill(problem: Problem): void {
    child.kill('SIGKILL');
    fail(problem);
  }

  /** What a report means for what the process works on; undefined when it makes no sense now. */
  function outcomeOf(report: Report | undefined, { id, steps }: Waiting): Outcome | 'going on' | undefined {
    if (report?.kind === 'ready' || report?.kind === 'unusable') {
      if (id !== 0) return undefined;
      return report.kind === 'ready' ? { result: undefined } : { failure: report.failure };
    }
    if (report?.id !== id || steps > STEPS_MAX) return undefined;
    if (report.kind === 'done') return { result: report.result };
    return report.kind === 'failed' ? { failure: report.failure } : 'going on';
  }

  function hear(report: Report | undefined): void {
    const outcome = waiting && outcomeOf(report, waiting);
    if (outcome === undefined) kill('malformed');
    else if (outcome !== 'going on') settle(outcome);
    else if (waiting && report?.kind === 'step') {
      clearTimeout(waiting.timer);
      waiting = { ...waiting, step: report.step, steps: waiting.steps + 1, timer: deadline(report.step) };
    }
  }

  const ready = waitFor(0, 'start');
  child.on('message', (message) => hear(Report.safeParse(message).data));
  // what it said last may still be on its way: the end of the channel comes behind it
  const silent = child.connected ? once(child, 'disconnect') : Promise.resolve();
  void ended.then(() => Promise.race([silent, pause(SAID_MS)])).then(() => fail('crashed'));

  return {
    pid: child.pid,
    ready,
    run(id, order) {
      const outcome = waitFor(id, 'scan');
      // a closed channel is no error here: the process is ending, and its end settles the order
      child.send(order, () => undefined);
      return outcome;
    },
    kill,
    release: () => {
      if (child.connected) child.disconnect();
    },
    ended,
  };
}

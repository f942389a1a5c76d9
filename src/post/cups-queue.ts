import { execFile } from 'node:child_process';
import { AppError, settingsRefused } from '../errors.ts';
import type { QueueState } from '../flow/ports/paper.ts';
import type { PrintJob, PrintQueue } from './queue.ts';

interface Programs {
  /** Names or paths, found on PATH; tests put their own there. */
  lp: string;
  lpstat: string;
}
/** How long CUPS may take to accept a job or answer a question, ms. */
const PATIENCE_MS = 20_000;
/** A page waits for this answer. */
const STATE_MS = 3_000;

/**
 * A CUPS queue. The PDF goes to `lp` on its standard input, so no copy of a secret touches our disk. CUPS spools a job while
 * it prints: on the print server set `PreserveJobFiles No`, so that it drops the file with the last page, and keep its spool
 * on an encrypted disk. Arguments are passed one by one; no shell reads them.
 */
export function createCupsQueue({
  name,
  programs = { lp: 'lp', lpstat: 'lpstat' },
  patienceMs = PATIENCE_MS,
}: {
  name: string;
  programs?: Programs;
  patienceMs?: number;
}): PrintQueue {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,126}$/.test(name)) {
    throw settingsRefused({
      en: 'a CUPS queue name has letters, digits and _ . - only: lpstat -e lists the names',
      fr: 'le nom d’une file CUPS n’a que des lettres, des chiffres et _ . - : lpstat -e donne les noms',
    });
  }
  return {
    async put(job) {
      try {
        await run(programs.lp, ['-d', name, '-t', titleOf(job), ...mediaOf(job)], patienceMs, job.pdf);
      } catch (cause) {
        throw new AppError(
          'print_failed',
          `the print queue ${name} did not take the paper: ${remedyFor(cause, name)}`,
          {
            detail: { queue: name },
            cause: withoutInput(cause),
          },
        );
      }
    },
    async state() {
      try {
        return stateOf(name, await run(programs.lpstat, ['-p', name], Math.min(patienceMs, STATE_MS)));
      } catch (error) {
        return { name, state: 'unreachable', reason: remedyFor(error, name) };
      }
    },
  };
}

/** What print server and printer may show: kind and request number, as on the label. */
const titleOf = (job: PrintJob): string => `${job.kind} ${job.requestNumber}`;

/** Real size, one side: a letter's back must stay empty. */
function mediaOf(job: PrintJob): string[] {
  const media = job.kind === 'label' ? 'Custom.62x29mm' : 'A4';
  return ['-o', `media=${media}`, '-o', 'sides=one-sided', '-o', 'print-scaling=none'];
}

/** Reads `lpstat -p` in the C locale: `printer NAME is idle.  enabled since …` or `printer NAME disabled since … -\n\treason`. */
export function stateOf(name: string, answer: string): QueueState {
  const [first = '', ...rest] = answer.trim().split('\n');
  const reason = rest.join(' ').trim();
  if (!first.startsWith(`printer ${name} `))
    return { name, state: 'unreachable', reason: 'lpstat does not know this queue' };
  if (/ disabled since /.test(first)) return { name, state: 'stopped', reason };
  return { name, state: / now printing /.test(first) ? 'printing' : 'ready', reason };
}

/** Runs a program without a shell, with an environment that holds nothing of ours, and answers what it printed. */
function run(program: string, args: readonly string[], timeout: number, input?: Buffer): Promise<string> {
  const { PATH, HOME, CUPS_SERVER } = process.env;
  const env = { PATH, HOME, LC_ALL: 'C', ...(CUPS_SERVER === undefined ? {} : { CUPS_SERVER }) };
  return new Promise((done, failed) => {
    const child = execFile(program, args, { env, timeout, killSignal: 'SIGKILL' }, (error, stdout, stderr) =>
      error ? failed(Object.assign(error, { said: stderr })) : done(stdout),
    );
    // a program that ends without reading breaks the pipe; its exit code says why
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

function remedyFor(error: unknown, name: string): string {
  const { code, killed, said = '' } = error as { code?: string | number; killed?: boolean; said?: string };
  if (code === 'ENOENT') return 'the program lp is missing: apt-get install cups-client';
  if (killed) return 'CUPS did not answer in time: check that the print server runs';
  if (/not exist|unknown|invalid destination/i.test(said))
    return `CUPS has no queue ${name} (lpstat -e lists them) or is not running (lpstat -r tells)`;
  if (/not accepting|rejecting/i.test(said)) return `the queue refuses jobs: cupsaccept ${name}`;
  if (/scheduler is not running|connect|bad file descriptor/i.test(said))
    return 'the print server is not running: systemctl start cups';
  return `see lpstat -p ${name} and its log`;
}

/** Node's error shows the command line, which is harmless, and never the input; keep message and exit code only. */
function withoutInput(cause: unknown): Error {
  const { message, code } = cause as { message: string; code?: unknown };
  return new Error(`${message} (${String(code)})`);
}

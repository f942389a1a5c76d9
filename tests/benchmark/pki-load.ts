/** How load is made and measured for tests/benchmark/pki.ts. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What one round of one case showed. `rate` in answers a second, or `ms` for one piece of work; processor time in ms each. */
export interface Measured {
  rate?: number;
  ms?: number;
  /** Of the server and its children. */
  cpuMs: number;
  /** Of the load generator. */
  loadMs?: number;
}

/** The fields of /proc/PID/stat after the name; undefined for a process that is gone. */
function statOf(pid: number | string): number[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .map(Number);
  } catch {
    return undefined;
  }
}
/** A process and its children that run now: processor time in ticks of 10 ms, resident memory in MB. */
export function standingOf(root: number): { ticks: number; mb: number[] } {
  const family = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const fields = statOf(name);
      const isOne = fields && (Number(name) === root || fields[1] === root);
      return isOne
        ? [{ ticks: (fields[11] ?? 0) + (fields[12] ?? 0), mb: Math.round(((fields[21] ?? 0) * 4096) / 1e6) }]
        : [];
    });
  return { ticks: family.reduce((sum, { ticks }) => sum + ticks, 0), mb: family.map(({ mb }) => mb) };
}

/** Ends a process and its children at once. */
export function endFamily(root: number): void {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && statOf(name)?.[1] === root);
  for (const pid of [root, ...children.map(Number)]) process.kill(pid, 'SIGKILL');
}

const TICK_MS = 10;
const SECONDS = 2;
/** Runs a program; answers what it printed and the processor time that it and its children took, in ms. */
export function timedRun(cwd: string, program: string, ...args: string[]): { out: string; ms: number; cpuMs: number } {
  const begun = performance.now();
  const script = '"$0" "$@" && cat /proc/$$/stat';
  const all = execFileSync('sh', ['-c', script, program, ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ms = performance.now() - begun;
  const lines = all.trimEnd().split('\n');
  const stat = (lines.pop() ?? '').replace(/^.*\) /, '').split(' ');
  return { out: lines.join('\n'), ms, cpuMs: (Number(stat[13]) + Number(stat[14])) * TICK_MS };
}

/** Sixteen connections of ab for two seconds against the server `root`. Throws when one answer is refused. */
export function load(root: number, ...args: string[]): Measured {
  const before = standingOf(root).ticks;
  const { out, cpuMs } = timedRun(
    '.',
    'ab',
    '-q',
    '-s',
    '5',
    '-t',
    String(SECONDS),
    '-n',
    '2000000',
    '-c',
    '16',
    ...args,
  );
  const number = (name: string): number => Number(new RegExp(`${name}:\\s+([0-9.]+)`).exec(out)?.[1]);
  const done = number('Complete requests');
  const failed = number('Non-2xx responses') || 0;
  if (failed > 0) throw new Error(`${args.at(-1)}: ${failed} of ${done} were refused`);
  const served = (standingOf(root).ticks - before) * TICK_MS;
  return { rate: number('Requests per second'), cpuMs: served / done, loadMs: cpuMs / done };
}

/** Median, least and most, with so many digits behind the point. */
export function span(values: readonly number[], digits: number): string {
  if (values.length === 0) return '–';
  const sorted = values.toSorted((a, b) => a - b);
  const show = (value: number | undefined): string => (value ?? Number.NaN).toFixed(digits);
  return `${show(sorted[Math.floor(sorted.length / 2)])} (${show(sorted[0])} – ${show(sorted.at(-1))})`;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { runCli } from '../../src/cli/cli.ts';
import { loginOf, PASSWORD } from '../support/world/come-in.ts';
import { createService, type Name, type Service } from '../support/world/service.ts';

export interface Ran {
  code: number;
  out: string;
  err: string;
  /** stdout parsed; for --json. */
  json: Record<string, unknown> & { items: Record<string, unknown>[] };
}

/** A person at a terminal of their own: a home folder, an environment, what they typed and saw. */
export function terminals(service: () => Service) {
  const homes = new Map<string, string>();
  afterEach(() => {
    for (const home of homes.values()) rmSync(home, { recursive: true, force: true });
    homes.clear();
  });
  const homeOf = (name: string): string => {
    const home = homes.get(name) ?? mkdtempSync(join(tmpdir(), 'jeton-home-'));
    homes.set(name, home);
    return home;
  };

  /** Runs a command; `typed` is what comes on standard input. */
  const run = async (
    name: string,
    argv: readonly string[],
    {
      typed = '',
      env = {},
      tty = false,
      fetch = globalThis.fetch,
    }: { typed?: string; env?: NodeJS.ProcessEnv; tty?: boolean; fetch?: typeof globalThis.fetch } = {},
  ): Promise<Ran> => {
    let [out, err] = ['', ''];
    const sink = (take: (text: string) => void) =>
      new Writable({
        write: (chunk, _encoding, done) => {
          take(String(chunk));
          done();
        },
      });
    const stdin = tty
      ? Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} })
      : Readable.from([typed]);
    // a line for each question: whatever comes before its question is lost, as with a real terminal's line reader
    const lines = tty ? (typed.match(/.*\n/g) ?? []) : [];
    const answer = (text: string): void => {
      if (text.endsWith(': ')) (stdin as PassThrough).write(lines.shift() ?? '\n');
    };
    const code = await runCli(argv, {
      stdin,
      stdout: sink((text) => (out += text)),
      stderr: sink((text) => {
        err += text;
        if (tty) answer(text);
      }),
      env: { LANG: 'en_GB.UTF-8', JETON_URL: service().url, XDG_STATE_HOME: homeOf(name), HOME: homeOf(name), ...env },
      fetch,
    });
    const json = argv.includes('--json') && out !== '' ? JSON.parse(out) : {};
    return { code, out, err, json };
  };

  const signedIn = new WeakMap<Service, Set<Name>>();
  /** A command of somebody signed in. */
  const as = async (name: Name, ...argv: string[]): Promise<Ran> => {
    const known = signedIn.get(service()) ?? new Set<Name>();
    signedIn.set(service(), known);
    if (!known.has(name)) {
      known.add(name);
      const login = loginOf(name);
      const { code, err } = await run(name, ['login', login, '--password-stdin'], { typed: `${PASSWORD}\n` });
      if (code !== 0) throw new Error(err);
    }
    return run(name, argv);
  };
  return { run, as, homeOf };
}
export { createService, type Service };

import type { Operation } from '../api/operation.ts';
import { OPERATIONS } from '../api/operations.ts';
import { AppError, isAppError } from '../errors.ts';
import { askHidden } from './ask.ts';
import { type Client, createClient } from './client.ts';
import { createSavedSession, type SavedSessions } from './saved-session.ts';
import type { CliWorld } from './world.ts';

/** What every command works with. */
export interface Shell {
  world: CliWorld;
  saved: SavedSessions;
  /** Base address of the service. */
  url(): string;
  client(): Client;
  call<In extends object, Out>(operation: Operation<In, Out>, input: In): Promise<Out>;
  /** Gives the password once more; the session goes on under a new token. */
  refresh(password: string): Promise<void>;
  /** The answer: JSON on stdout with --json, otherwise the sentence or table. */
  show(value: unknown, human: string): void;
  /** What is not the answer: stderr. */
  say(text: string): void;
  /** The command ends with this code although nothing was thrown. */
  end(code: number): void;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Where the service is. Passwords and tokens leave this machine under TLS only (ASVS 12.3.1). */
function serviceUrl(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new AppError('config_invalid', `"${given}" is no address\nhint: JETON_URL=https://jeton.example`);
  }
  if (url.protocol === 'http:' && !LOOPBACK.includes(url.hostname)) {
    throw new AppError('config_invalid', `${url.hostname} is another machine: use https`);
  }
  return `${url.origin}${url.pathname.replace(/\/$/, '')}`;
}

export function createShell(
  world: CliWorld,
  options: () => { json?: boolean; url?: string },
): Shell & { code(): number } {
  const saved = createSavedSession(world.env);
  let code = 0;
  const url = (): string => serviceUrl(options().url ?? (world.env['JETON_URL'] || 'http://localhost:8080'));
  const token = (): string | undefined => world.env['JETON_TOKEN'] || saved.read(url())?.token;
  const client = (): Client => createClient({ url: url(), token: token(), fetch: world.fetch });

  const refresh = async (password: string): Promise<void> => {
    const session = await client().call(OPERATIONS.refreshSession, { password });
    saved.write({ url: url(), ...session });
  };
  const canAsk = (): boolean => Boolean(world.stdin.isTTY) && !world.env['JETON_TOKEN'];

  return {
    world,
    saved,
    url,
    client,
    refresh,
    /** An act that needs a fresh factor asks for the password where somebody can type it, then is tried once more. */
    call: async (operation, input) => {
      try {
        return await client().call(operation, input);
      } catch (error) {
        if (!isAppError(error, 'fresh_factor_needed') || !canAsk()) throw error;
        world.stderr.write('this act needs your password once more\n');
        await refresh(await askHidden(world, 'password'));
        return client().call(operation, input);
      }
    },
    show: (value, human) =>
      void world.stdout.write(options().json ? `${JSON.stringify(value ?? {}, null, 2)}\n` : human),
    say: (text) => void world.stderr.write(text),
    end: (ended) => {
      code = ended;
    },
    code: () => code,
  };
}

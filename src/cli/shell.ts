import type { Operation } from '../api/operation.ts';
import { OPERATIONS } from '../api/operations.ts';
import { isAppError, settingsRefused } from '../errors.ts';
import { askHidden } from './ask.ts';
import { type Client, createClient } from './client.ts';
import { connectByCode } from './connect.ts';
import { createSavedSession, type SavedSessions } from './saved-session.ts';
import type { Speech } from './speech.ts';
import { facts, table } from './table.ts';
import type { CliWorld } from './world.ts';

/** What every command works with. Its texts are English where they stand and said in the reader's language. */
export interface Shell extends Speech {
  world: CliWorld;
  saved: SavedSessions;
  /** Base address of the service. */
  url(): string;
  client(): Client;
  call<In extends object, Out>(operation: Operation<In, Out>, input: In): Promise<Out>;
  /** Lets a person sign this command line in from the console, where they can use a passkey. */
  connect(interval?: number): Promise<{ expiresAt: number }>;
  /** Says which roles this session may not use before its person gives their passkey; nothing where it uses all. */
  sayWithheld(): Promise<void>;
  /**
   * A fresh factor: the password once more, which `ask` is called for, or where that is not enough a code for the console,
   * confirmed there with the passkey. The session goes on under a new token.
   */
  refresh(ask: () => Promise<string>): Promise<void>;
  /** The answer: JSON on stdout with --json, otherwise the sentence or table. */
  show(value: unknown, human: string): void;
  /** A table whose headings are texts of the program. */
  table(headings: readonly string[], rows: readonly (readonly unknown[])[]): string;
  /** Name and value, one a line; the names are texts of the program. */
  facts(pairs: Readonly<Record<string, unknown>>): string;
  /** What is not the answer: stderr. */
  say(text: string): void;
  /** The command ends with this code although nothing was thrown. */
  end(code: number): void;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Where the service is. Passwords and tokens leave this machine under TLS only (ASVS 12.3.1). */
function serviceUrl(given: string): string {
  const refuse = (en: string, fr: string): never => {
    throw settingsRefused({ en, fr });
  };
  if (!/^https?:\/\//i.test(given))
    refuse(
      `the address "${given}" does not begin with http:// or https://: write JETON_URL=https://jeton.example`,
      `l’adresse « ${given} » ne commence ni par http:// ni par https:// : écrivez JETON_URL=https://jeton.example`,
    );
  if (!URL.canParse(given)) refuse(`"${given}" is no address`, `« ${given} » n’est pas une adresse`);
  const url = new URL(given);
  if (url.protocol === 'http:' && !LOOPBACK.includes(url.hostname))
    refuse(`${url.hostname} is another machine: use https`, `${url.hostname} est une autre machine : prenez https`);
  return `${url.origin}${url.pathname.replace(/\/$/, '')}`;
}

/** What every command runs in: calls to the service, output as text or JSON, and the exit status. */
export function createShell(
  world: CliWorld,
  options: () => { json?: boolean; url?: string },
  speech: Speech,
): Shell & { code(): number } {
  const { language, t, text } = speech;
  const saved = createSavedSession(world.env);
  let code = 0;
  const url = (): string => serviceUrl(options().url ?? (world.env['JETON_URL'] || 'http://localhost:8080'));
  const token = (): string | undefined => world.env['JETON_TOKEN'] || saved.read(url())?.token;
  const client = (): Client => createClient({ url: url(), token: token(), fetch: world.fetch });

  const say = (said: string): void => void world.stderr.write(said);
  const connect = async (interval?: number) => {
    const show = (code: string): void => say(t`open ${url()}/connexion/code and type ${code}\n`);
    const opened = await connectByCode(client(), show, interval);
    saved.write({ url: url(), ...opened });
    return opened;
  };
  const refresh = async (ask: () => Promise<string>): Promise<void> => {
    const { stepUp } = await client().call(OPERATIONS.readSession, {});
    if (stepUp === 'passkey') {
      say(t`your roles ask for your passkey, which the console can use\n`);
      return void (await connect());
    }
    const session = await client().call(OPERATIONS.refreshSession, { password: await ask() });
    saved.write({ url: url(), ...session });
  };
  const sayWithheld = async (): Promise<void> => {
    const { withheld } = await client().call(OPERATIONS.readSession, {});
    const roles = withheld.map((role) => speech.word('role', role)).join(', ');
    if (roles !== '') say(t`roles that wait for your passkey: ${roles}\nhint: jeton connect\n`);
  };
  const canAsk = (): boolean => Boolean(world.stdin.isTTY) && !world.env['JETON_TOKEN'];

  return {
    world,
    saved,
    url,
    client,
    refresh,
    /** When the service wants a fresh factor and there is a terminal, asks for the password and tries once more. */
    call: async (operation, input) => {
      try {
        return await client().call(operation, input);
      } catch (error) {
        if (isAppError(error, 'forbidden')) await sayWithheld().catch(() => {}); // an API token has no session
        // a password changes nothing for a session that a token opened
        if (!isAppError(error, 'fresh_factor_needed') || error.detail['why'] === 'token' || !canAsk()) throw error;
        say(t`this act needs a fresh factor\n`);
        await refresh(() => askHidden({ world, language }, text('password')));
        return client().call(operation, input);
      }
    },
    ...speech,
    table: (headings, rows) => table(headings.map(text), rows, text('nothing')),
    facts: (pairs) => facts(Object.fromEntries(Object.entries(pairs).map(([name, value]) => [text(name), value]))),
    show: (value, human) =>
      void world.stdout.write(options().json ? `${JSON.stringify(value ?? {}, null, 2)}\n` : human),
    say,
    sayWithheld,
    connect,
    end: (ended) => {
      code = ended;
    },
    code: () => code,
  };
}

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const Saved = z.strictObject({ url: z.string(), token: z.string(), expiresAt: z.int() });
export type SavedSession = z.output<typeof Saved>;

/** `$XDG_STATE_HOME/jeton/session.json`, mode 0600: whoever reads it is the signed-in person until the session ends. */
export function createSavedSession(env: NodeJS.ProcessEnv) {
  const state = env['XDG_STATE_HOME'] || join(env['HOME'] || homedir(), '.local', 'state');
  const file = join(state, 'jeton', 'session.json');
  return {
    /** The session of this address; a token is never sent to another one than it came from. */
    read(url: string): SavedSession | undefined {
      let text: string;
      try {
        text = readFileSync(file, 'utf8');
      } catch {
        return undefined; // nobody has signed in
      }
      const saved = Saved.safeParse(safeJson(text));
      return saved.success && saved.data.url === url ? saved.data : undefined;
    },
    write(session: SavedSession): void {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      rmSync(file, { force: true }); // so that the mode is ours, whatever stood there
      writeFileSync(file, JSON.stringify(session), { mode: 0o600, flag: 'wx' });
    },
    forget: (): void => rmSync(file, { force: true }),
  };
}
export type SavedSessions = ReturnType<typeof createSavedSession>;

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Chance, Clock } from '../../src/flow/ports.ts';
import { type OpenStore, openStore } from '../../src/store/store.ts';

/** A clock that stands still until a test moves it. */
export interface SettableClock extends Clock {
  set(now: number): void;
  /** Moves it on by `ms`, back when negative. */
  pass(ms: number): void;
}
export const START = Date.UTC(2026, 10, 24, 9, 0, 0);

export function settableClock(start = START): SettableClock {
  let now = start;
  return {
    now: () => now,
    set: (to) => {
      now = to;
    },
    pass: (ms) => {
      now += ms;
    },
  };
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The same ids and octets for the same seed. */
export function seededChance(seed = 'jeton'): Chance {
  let counter = 0;
  const block = () => createHash('sha256').update(`${seed} ${counter++}`).digest();
  const bytes = (length: number): Uint8Array => {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, block);
    return Buffer.concat(blocks).subarray(0, length);
  };
  return { bytes, id: () => Array.from(bytes(26), (octet) => ALPHABET[octet % 32]).join('') };
}

export interface TestStore extends OpenStore {
  clock: SettableClock;
  chance: Chance;
  /** The database file, alone in its folder but for what SQLite puts beside it. */
  path: string;
  folder: string;
  /** Closes and opens it again, as a restart does. Answers the store to go on with; it is closed with the first. */
  reopen(): Promise<TestStore>;
}

const opened: { close(): Promise<void>; folder: string }[] = [];

/** A store in a temporary file of its own with a clock to set and chance from a seed; closed and removed after the test. */
export async function openTestStore({ seed = 'jeton', groupOf = 16 } = {}): Promise<TestStore> {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-store-'));
  const path = join(folder, 'jeton.db');
  const [clock, chance] = [settableClock(), seededChance(seed)];
  const open = async (): Promise<TestStore> => {
    const store = await openStore({ path, clock, chance, groupOf });
    opened.push({ close: store.close, folder });
    const reopen = async () => {
      await store.close();
      return open();
    };
    return { ...store, clock, chance, path, folder, reopen };
  };
  return open();
}

afterEach(async () => {
  for (const { close, folder } of opened.splice(0)) {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RowName } from '../../src/store/seal/sealed-tables.ts';
import { type Judge, type OpenStore, openStore } from '../../src/store/store.ts';
import { type SeededChance, type SettableClock, START, seededChance, settableClock } from './clock.ts';
import { noJudge } from './no-judge.ts';
import { ROW_KEY } from './row-key.ts';

export * from './clock.ts';

export interface TestStore extends OpenStore {
  clock: SettableClock;
  chance: SeededChance;
  /** The database file, alone in its folder but for what SQLite puts beside it. */
  path: string;
  folder: string;
  /** Rows that were read and are not as the store wrote them, as it told. */
  tampered: string[];
  /** Closes and opens it again, as a restart does. Answers the store to go on with; it is closed with the first. */
  reopen(): Promise<TestStore>;
}

const opened: { close(): Promise<void>; folder: string }[] = [];

/** A store in a temporary file of its own with a clock to set and chance from a seed; closed and removed after the test. */
export async function openTestStore({
  seed = 'jeton',
  groupOf = 16,
  mails = false,
  start = START,
  copied,
  judge = noJudge,
}: {
  seed?: string;
  groupOf?: number;
  mails?: boolean;
  start?: number;
  /** The database to begin with, and how much of the seed's chance went into it. */
  copied?: { database: Uint8Array; drawn: number } | undefined;
  /** What judges each entry; left out, nothing does: the entries are acts of no book. */
  judge?: Judge;
} = {}): Promise<TestStore> {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-store-'));
  const path = join(folder, 'jeton.db');
  if (copied) writeFileSync(path, copied.database);
  const [clock, chance] = [settableClock(start), seededChance(seed, copied?.drawn)];
  const tampered: string[] = [];
  const told = ({ table, id }: RowName) => void tampered.push(`${table}:${id}`);
  const open = async (): Promise<TestStore> => {
    const store = await openStore({ judge, path, clock, chance, groupOf, mails, rowKey: ROW_KEY, told });
    opened.push({ close: store.close, folder });
    const reopen = async () => {
      await store.close();
      return open();
    };
    return { ...store, clock, chance, path, folder, tampered, reopen };
  };
  return open();
}

afterEach(async () => {
  for (const { close, folder } of opened.splice(0)) {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
});

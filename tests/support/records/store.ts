import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Place } from '../../../src/store/place.ts';
import type { RowName } from '../../../src/store/seal/sealed-tables.ts';
import { type Judge, type OpenStore, openStore } from '../../../src/store/store.ts';
import { type SeededChance, type SettableClock, START, seededChance, settableClock } from '../clock.ts';
import { type Behind, behindFile, behindServer } from './behind.ts';
import { noJudge } from './no-judge.ts';
import { newDatabase } from './postgres.ts';
import { ROW_KEY } from './row-key.ts';

export * from '../clock.ts';

/** The engine that tests of stores and of the flow run on: `JETON_TEST_ENGINE=postgres` asks for the other one. */
const ENGINE = process.env['JETON_TEST_ENGINE'] === 'postgres' ? 'postgres' : 'sqlite';

/** A whole database to begin with: a file's octets, or the name of a database on the tests' server. */
export type Copy = { file: Uint8Array } | { template: string };

/** A database of a test's own. */
interface TestPlace {
  place: Place;
  behind: Behind;
  /** To be copied once it is closed. */
  copy(): Copy;
  /** Removes it. */
  remove(): Promise<void>;
}

export interface TestStore extends OpenStore {
  clock: SettableClock;
  chance: SeededChance;
  place: Place;
  behind: Behind;
  copy: TestPlace['copy'];
  /** A folder of the test's own; on SQLite the database is there, alone but for what SQLite puts beside it. */
  folder: string;
  /** The database file, on SQLite: for tests of what is SQLite's alone. */
  path: string;
  /** Rows that were read and are not as the store wrote them, as it told. */
  tampered: string[];
  /** Closes and opens it again, as a restart does. Answers the store to go on with; it is closed with the first. */
  reopen(): Promise<TestStore>;
}

const opened: (() => Promise<void>)[] = [];

function onFile(folder: string, copied?: Copy): TestPlace {
  const path = join(folder, 'jeton.db');
  if (copied && 'file' in copied) writeFileSync(path, copied.file);
  const copy = () => ({ file: readFileSync(path) });
  return { place: { path }, behind: behindFile(path), copy, remove: async () => {} };
}

async function onServer(copied?: Copy): Promise<TestPlace> {
  const template = copied && 'template' in copied ? copied.template : undefined;
  const { config, drop, address } = await newDatabase({ template });
  let kept = false;
  const copy = () => {
    kept = true; // the server's end takes it away
    return { template: address.database };
  };
  return {
    place: { postgres: address },
    behind: behindServer(config),
    copy,
    remove: async () => {
      if (!kept) await drop();
    },
  };
}

/** A store in a temporary database of its own with a clock to set and chance from a seed; closed and removed after the test. */
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
  copied?: { database: Copy; drawn: number } | undefined;
  /** What judges each entry; left out, nothing does: the entries are acts of no book. */
  judge?: Judge;
} = {}): Promise<TestStore> {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-store-'));
  const at = ENGINE === 'postgres' ? await onServer(copied?.database) : onFile(folder, copied?.database);
  const { place, behind, copy } = at;
  opened.push(async () => {
    await at.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  const [clock, chance] = [settableClock(start), seededChance(seed, copied?.drawn)];
  const tampered: string[] = [];
  const told = ({ table, id }: RowName) => void tampered.push(`${table}:${id}`);
  const open = async (): Promise<TestStore> => {
    const store = await openStore({ judge, ...place, clock, chance, groupOf, mails, rowKey: ROW_KEY, told });
    opened.push(store.close);
    const reopen = async () => {
      await store.close();
      return open();
    };
    return { ...store, clock, chance, place, behind, copy, folder, path: join(folder, 'jeton.db'), tampered, reopen };
  };
  return open();
}

afterEach(async () => {
  for (const end of opened.splice(0).reverse()) await end(); // what is on a database before the database
});

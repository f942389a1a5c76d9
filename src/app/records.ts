import { join } from 'node:path';
import { judge } from '../book/judge/judge.ts';
import { createAuthorityFolder } from '../ca/keys/authority.ts';
import { chance, steadyClock as clock } from '../chance.ts';
import type { Config } from '../config.ts';
import { parseCheckpoint } from '../journal/checkpoint.ts';
import { clearExports, exportsIn } from '../journal/export-folders.ts';
import { createKeeper } from '../journal/keeper.ts';
import { openJournalKey } from '../journal/key.ts';
import type { Log } from '../log.ts';
import { openStatusCopy, type StatusCopy } from '../store/postgres/status/status-copy.ts';
import type { RowName } from '../store/seal/sealed-tables.ts';
import { tableKey } from '../store/seal/seals.ts';
import { watchDiskSpace } from '../store/sqlite/disk-space.ts';
import { lockDataFolder } from '../store/sqlite/lock.ts';
import { openStore } from '../store/store.ts';
import { loadKek } from '../vault/kek.ts';
import { rowKeyOf } from '../vault/row-key.ts';
import { createVault } from '../vault/vault.ts';
import type { Closers } from './closers.ts';
import { checkDataFolder } from './folder/data-folder.ts';
import { createKnownJournal } from './folder/known-journal.ts';
import { readKeptCheckpoint, writeKeptCheckpoint } from './folder/last-checkpoint.ts';
import { checkSigner } from './journal-signer.ts';
import { placeOf, statusFileOf } from './place.ts';

interface RecordsOptions {
  config: Config;
  prompt?: ((question: string) => Promise<string>) | undefined;
  closers: Closers;
  log: Log;
}

/** Where the keys lie, in the data folder; each sealed by the vault. */
export const keysOf = (config: Config): string => join(config.dataDir, 'keys');

/** Path of the key that signs checkpoints. */
const journalKeyOf = (config: Config): string => join(keysOf(config), 'journal.json');

/** Rows that are not as the service wrote them; those that are read before anybody can note it wait. */
function createTampering() {
  const waiting: RowName[] = [];
  let tell = (row: RowName): void => void waiting.push(row);
  return {
    told: (row: RowName): void => tell(row),
    /** Who is told from now on, and of what waits. */
    listen: (to: (row: RowName) => void): void => {
      tell = to;
      for (const row of waiting.splice(0)) to(row);
    },
  };
}

/** 1 and 2: the data folder is ours alone, the key-encryption key opens the vault, the records are opened. */
export async function openRecords({ config, prompt, closers, log }: RecordsOptions) {
  const lock = lockDataFolder(config.dataDir);
  closers.add(lock.release);
  await checkDataFolder(config);
  clearExports(exportsIn(config.dataDir));
  // before the first write: a full disk must not keep the service from starting, for it revokes
  const warn = (message: string, error?: unknown) => (error ? log.error(message, error) : log.warn(message));
  const diskSpace = watchDiskSpace({ dir: config.dataDir, reserve: config.reserveMb * 1024 * 1024, warn });
  diskSpace.look();
  const kek = await loadKek({ dataDir: config.dataDir, file: config.kekFile, token: config.kekToken, prompt });
  const vault = createVault({ kek, chance });
  const rowKey = rowKeyOf(kek);
  const tampering = createTampering();
  let copy: StatusCopy | undefined;
  const opened = await openStore({
    judge,
    ...placeOf(config),
    hold: { node: config.node.name },
    follow: async () => copy?.settled(),
    warn,
    clock,
    chance,
    diskSpace,
    rowKey,
    mails: config.mail !== undefined,
    mendTriggers: true,
    told: tampering.told,
  });
  closers.add(opened.close);
  const known = createKnownJournal(config.dataDir, opened.committed);
  if (config.postgres) {
    copy = await openStatusCopy({
      address: config.postgres,
      path: statusFileOf(config),
      certificateKey: tableKey(rowKey, 'certificate'),
      clock,
      atLeast: known.atLeast,
      warn,
    });
    closers.add(copy.close);
  }
  for (const { code, en } of opened.settings.findings()) log.warn(`the PostgreSQL server: ${en}`, { code });
  // made before the first entry, so that entries without a key mean that it was lost; one that does not open is found here
  const key = openJournalKey(journalKeyOf(config), { vault, chance });
  createAuthorityFolder({ dir: keysOf(config), vault }).load(); // they open, before anything is started
  checkSigner(journalKeyOf(config), key, await opened.journal.lastCheckpoint());
  return { vault, opened, known, diskSpace, rowKey, tampering, statusCopy: copy?.standing };
}

/** Who signs checkpoints; after a restore was recognised. The last one is kept beside the database too. */
export function openKeeper(config: Config, { vault, opened: { journal } }: Pick<Records, 'vault' | 'opened'>) {
  const key = openJournalKey(journalKeyOf(config), { vault, chance });
  const beside = {
    kept: () => {
      const note = readKeptCheckpoint(config.dataDir);
      return note === undefined ? undefined : parseCheckpoint(note);
    },
    keepOnNode: (note: string) => writeKeptCheckpoint(config.dataDir, note),
  };
  return createKeeper({ records: { ...journal, ...beside }, key, clock });
}
export type Records = Awaited<ReturnType<typeof openRecords>>;

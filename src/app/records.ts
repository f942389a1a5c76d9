import { join } from 'node:path';
import { chance, clock } from '../chance.ts';
import type { Config } from '../config.ts';
import { createKeeper } from '../journal/keeper.ts';
import { openJournalKey } from '../journal/key.ts';
import { lockDataFolder } from '../store/lock.ts';
import { openStore } from '../store/store.ts';
import { loadKek } from '../vault/kek.ts';
import { createVault } from '../vault/vault.ts';
import type { Closers } from './closers.ts';

interface RecordsOptions {
  config: Config;
  prompt?: ((question: string) => Promise<string>) | undefined;
  closers: Closers;
}

/** Where the keys lie, in the data folder; each sealed by the vault. */
export const keysOf = (config: Config): string => join(config.dataDir, 'keys');

/** 1 and 2: the data folder is ours alone, the key-encryption key opens the vault, the records and the journal are opened. */
export async function openRecords({ config, prompt, closers }: RecordsOptions) {
  const lock = lockDataFolder(config.dataDir);
  closers.add(lock.release);
  const kek = await loadKek({ dataDir: config.dataDir, file: config.kekFile, token: config.kekToken, prompt });
  const vault = createVault({ kek, chance });
  const opened = await openStore({
    ...{ path: join(config.dataDir, 'jeton.db'), clock, chance, mails: config.mail !== undefined },
  });
  closers.add(opened.close);
  const key = openJournalKey(join(keysOf(config), 'journal.json'), { vault, chance });
  return { vault, opened, keeper: createKeeper({ records: opened.journal, key, clock }) };
}
export type Records = Awaited<ReturnType<typeof openRecords>>;

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { keysOf } from '../app/records.ts';
import { chance } from '../chance.ts';
import type { Config } from '../config.ts';
import { openJournalKey } from '../journal/key.ts';
import { createVault } from '../vault/vault.ts';

/**
 * The key by which checkpoints of this data folder's journal are verified; undefined where the folder has none. None is
 * made here: it would be another journal's.
 */
export function verifierKeyOf(config: Config, kek: Uint8Array): string | undefined {
  const file = join(keysOf(config), 'journal.json');
  return existsSync(file) ? openJournalKey(file, { vault: createVault({ kek, chance }), chance }).vkey : undefined;
}

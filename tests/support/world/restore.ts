import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { restoredFile } from '../../../src/app/folder/last-checkpoint.ts';
import { recogniseRestore } from '../../../src/app/folder/recognise-restore.ts';
import { chance } from '../../../src/chance.ts';
import { readConfig } from '../../../src/config.ts';
import { AppError } from '../../../src/errors.ts';
import type { Clock } from '../../../src/flow/ports/clock.ts';
import type { OpenStore } from '../../../src/store/store.ts';
import { createVault } from '../../../src/vault/vault.ts';

/**
 * What a start does with records that `jeton restore` put back: what lives in `opened` now is what the backup held.
 * `cut`: after so many transactions the power goes.
 */
export async function restoreInto(
  opened: Pick<OpenStore, 'store' | 'journal' | 'presence'> & { clock: Clock },
  { cut }: { cut?: number } = {},
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-restored-test-'));
  try {
    writeFileSync(restoredFile(folder), '{}\n');
    let left = cut ?? Number.MAX_SAFE_INTEGER;
    const transact: OpenStore['store']['transact'] = (work) => {
      left -= 1;
      return left < 0 ? Promise.reject(new AppError('internal', 'power cut')) : opened.store.transact(work);
    };
    const records = { opened: { ...opened, store: { ...opened.store, transact } } };
    const vault = createVault({ kek: Buffer.alloc(32, 7), chance });
    const config = readConfig({ JETON_DATA: folder, JETON_KEK_FILE: join(folder, 'kek') });
    await recogniseRestore(
      config,
      { ...records, vault, clock: opened.clock },
      {
        copies: { ahead: 0, complete: true, any: true },
        authorities: [],
      },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

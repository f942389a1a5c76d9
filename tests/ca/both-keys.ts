import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROFILES } from './evaluation.ts';

/** A folder with the profiles of the house, and beside each of these one that differs by the kind of its key: `-other-key`. */
export function profilesOfBothKeys(profiles: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-profiles-'));
  cpSync(PROFILES, folder, { recursive: true });
  for (const profile of profiles) {
    const own = JSON.parse(readFileSync(join(PROFILES, `${profile}.json`), 'utf8')) as { key: string };
    const name = `${profile}-other-key`;
    const key = own.key === 'ec-p256' ? 'rsa-3072' : 'ec-p256';
    writeFileSync(join(folder, `${name}.json`), JSON.stringify({ ...own, name, key }));
  }
  return folder;
}

import { join, resolve } from 'node:path';
import type { Config } from '../../config.ts';

/**
 * Folders of the second copies of CRLs: beside the database always, and where the setting says so, which should be
 * another disk.
 */
export function crlDirsOf({ dataDir, pki }: Pick<Config, 'dataDir' | 'pki'>): string[] {
  const own = join(dataDir, 'crl');
  return pki.crlDir === undefined || resolve(pki.crlDir) === resolve(own) ? [own] : [own, pki.crlDir];
}

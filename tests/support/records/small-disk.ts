import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BLOCK = new Uint8Array(65_536);

/** A file system of its own of some MiB, in memory, that can be full for real; only root may mount one. */
export function mountSmallDisk(mib: number) {
  const dir = mkdtempSync(join(tmpdir(), 'jeton-small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m,mode=0700`, 'jeton-test', dir], { stdio: 'pipe' });
  } catch (cause) {
    rmSync(dir, { recursive: true });
    throw new Error('a small disk is mounted by root only\nhint: sudo npm test', { cause });
  }
  const filler = join(dir, 'filler');
  return {
    dir,
    free: (): number => statfsSync(dir).bavail * statfsSync(dir).bsize,
    /** Somebody else writes until `left` octets are free, or nothing is. */
    fill(left = 0): void {
      const file = openSync(filler, 'a');
      try {
        while (this.free() > left)
          writeSync(file, BLOCK, 0, Math.min(BLOCK.length, Math.max(4096, this.free() - left)));
      } catch (error) {
        // an error of Node.js is no `instanceof Error` in here: jest has its own
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        closeSync(file);
      }
    },
    /** They take it all away again. */
    empty: (): void => rmSync(filler, { force: true }),
    remove(): void {
      execFileSync('umount', ['--lazy', dir], { stdio: 'pipe' });
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

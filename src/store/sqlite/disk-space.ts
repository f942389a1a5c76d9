import { execFileSync } from 'node:child_process';
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const MIB = 1024 * 1024;
/** Milliseconds for which a look at the disk is believed. */
const BELIEVED = 200;

export interface DiskSpaceOptions {
  /** The data folder. */
  dir: string;
  /** Octets to hold back; 0 for none. */
  reserve: number;
  /** Told when the state changes, and when the reserve cannot be made. */
  warn(message: string, error?: unknown): void;
  /** Monotonic milliseconds; tests move it. */
  elapsed?: () => number;
}
/** How much room the data folder has, and a file that holds some back for what must go on when there is none. */
export interface DiskSpace {
  /** True while only urgent work is taken. Looks at the disk at most five times a second. */
  isLow(): boolean;
  /** True earlier than `isLow`: somebody should make room. */
  isTight(): boolean;
  /** Octets that there are, those held back among them; null where nobody watches. */
  left(): number | null;
  /** Looks at the disk now: gives the reserve up, or takes it back. Never throws. */
  look(): void;
  /** The disk was found full by a write: gives the reserve up. */
  full(): void;
}

/** No watch over the disk: for commands that run while the service is stopped. */
export const ENDLESS: DiskSpace = {
  isLow: () => false,
  isTight: () => false,
  left: () => null,
  look: () => {},
  full: () => {},
};

/**
 * With a reserve of N: what is free and what is held together are the room there is. Below 4 N it is tight, below 2 N only
 * urgent work is taken, and once less than a quarter of N is left free the reserve is given up for it. It is taken back,
 * and other work with it, above 2.5 N.
 */
export function watchDiskSpace({ dir, reserve, warn, elapsed = () => performance.now() }: DiskSpaceOptions): DiskSpace {
  if (reserve === 0) return ENDLESS;
  const path = join(dir, 'reserve');
  let [low, tight, failed] = [false, false, false];
  let looked = Number.NEGATIVE_INFINITY;
  let left: number | null = null;

  function giveUp(): void {
    rmSync(path, { force: true });
  }
  function takeBack(): void {
    try {
      hold(path, reserve);
      failed = false;
    } catch (error) {
      giveUp();
      if (!failed) warn('the reserved disk space could not be taken: look at the disk', error);
      failed = true;
    }
  }
  function note(isLow: boolean, room: number): void {
    if (isLow !== low) {
      const free = `${Math.floor(room / MIB)} MiB`;
      warn(
        isLow ? `only urgent work is taken: the disk has ${free} left` : `all work is taken again: ${free} are free`,
      );
    }
    low = isLow;
  }
  function look(): void {
    looked = elapsed();
    try {
      const { bavail, bsize } = statfsSync(dir);
      const [free, held] = [bavail * bsize, sizeOf(path)];
      const room = free + held;
      left = room;
      tight = room < 4 * reserve;
      note(room < (low ? 2.5 : 2) * reserve, room);
      if (low && held > 0 && free < reserve / 4) giveUp();
      if (!low && held !== reserve) takeBack();
    } catch (error) {
      // a folder that cannot be looked at is somebody else's to report: its writes fail
      warn('the room on the disk could not be learnt', error);
    }
  }
  const lookSometimes = (): void => {
    if (elapsed() - looked >= BELIEVED) look();
  };
  return {
    isLow() {
      lookSometimes();
      return low;
    },
    isTight() {
      lookSometimes();
      return tight || low || failed;
    },
    left() {
      lookSometimes();
      return left;
    },
    look,
    full() {
      giveUp();
      look();
    },
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Makes a file of that size whose blocks are really taken, also where a disk compresses or leaves holes. */
function hold(path: string, size: number): void {
  rmSync(path, { force: true });
  closeSync(openSync(path, 'w', 0o600));
  try {
    execFileSync('fallocate', ['--length', String(size), path], { stdio: 'pipe' });
  } catch {
    write(path, size); // no such program, or a file system that cannot
  }
}

function write(path: string, size: number): void {
  const file = openSync(path, 'w', 0o600);
  try {
    const block = crypto.getRandomValues(new Uint8Array(65_536));
    for (let left = size; left > 0; left -= block.length) {
      crypto.getRandomValues(block);
      writeSync(file, block, 0, Math.min(left, block.length));
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

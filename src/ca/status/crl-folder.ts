import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface CrlFolder {
  /** Writes what changed since the last call; answers once it is durable. A failure is told and kept until it is mended. */
  write(files: ReadonlyMap<string, Uint8Array>): Promise<void>;
  isFailing(): boolean;
}

/** Writes a file whole or not at all, off the event loop: beside it, fsync, rename, fsync of the folder. Any web server may read it. */
async function writeWhole(dir: string, name: string, content: Uint8Array): Promise<void> {
  const path = join(dir, name);
  await rm(`${path}.new`, { force: true }); // of a crash; or a link by which another account has a file of ours emptied
  const file = await open(`${path}.new`, 'wx', 0o644); // follows no link
  try {
    await file.chmod(0o644); // the service's own umask is for its secrets
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  const folder = await open(dir, 'r');
  await folder.sync().finally(() => folder.close());
}

/** CRLs and CA certificates as files (`JETON_CRL_DIR`), for a web server that goes on serving them while this one is down. */
export function createCrlFolder(dir: string, warn: (message: string, error: unknown) => void): CrlFolder {
  const written = new Map<string, Uint8Array>();
  let turn: Promise<void> = Promise.resolve();
  let failing = false;

  async function writeAll(files: ReadonlyMap<string, Uint8Array>): Promise<void> {
    try {
      await mkdir(dir, { recursive: true, mode: 0o755 });
      for (const [name, content] of files) {
        if (written.get(name) === content) continue;
        await writeWhole(dir, name, content);
        written.set(name, content);
      }
      failing = false;
    } catch (error) {
      failing = true;
      warn('the CRL folder could not be written; it is tried again by itself', error);
    }
  }
  return {
    write(files) {
      turn = turn.then(() => writeAll(files));
      return turn;
    },
    isFailing: () => failing,
  };
}

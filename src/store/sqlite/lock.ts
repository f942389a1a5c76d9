import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError, settingsRefused } from '../../errors.ts';
import { assertSoundBinding } from './binding.ts';
import { sqliteCode } from './file.ts';

export interface DataFolderLock {
  /** Gives the folder back. A second call does nothing. */
  release(): void;
}

/** Locks held by this process; a connection that nobody refers to would be closed by the garbage collector. */
const held = new Set<Database.Database>();

/** The lock holds nothing that would be lost with it. */
function damaged(file: string, cause: unknown): AppError {
  const en = `${file} is damaged: delete it, once no instance runs`;
  const fr = `${file} est endommagé : supprimez-le, une fois qu’aucune instance ne tourne`;
  return settingsRefused({ en, fr, file, state: 'damaged' }, cause);
}

/**
 * Takes the data folder for this process alone, creating it (mode 0700) where needed. The operating system holds the
 * lock (a transaction never ended on a database of its own) and drops it with the process, kill -9 included: no
 * process id that could be stale or reused. Nothing else in the program may open `lock`: POSIX drops a process's locks
 * on a file when it closes any handle of it. Throws `locked` when another instance has it.
 */
export function lockDataFolder(folder: string): DataFolderLock {
  assertSoundBinding();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const db = new Database(join(folder, 'lock'), { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (sqliteCode(error) === 'SQLITE_NOTADB') throw damaged(join(folder, 'lock'), error);
    if (sqliteCode(error) !== 'SQLITE_BUSY') throw error;
    throw new AppError('locked', `another instance uses the data folder ${folder}: stop it first`, {
      detail: { fr: `un autre processus du service utilise le dossier de données ${folder} : arrêtez-le d’abord` },
      cause: error,
    });
  }
  held.add(db);
  return {
    release: () => {
      held.delete(db);
      db.close();
    },
  };
}

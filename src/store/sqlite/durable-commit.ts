import { closeSync, fdatasync, fstatSync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { AppError } from '../../errors.ts';
import { type SqliteFile, sqliteCode } from './file.ts';

/** Octets of the log from which its pages are moved into the database: 1,000 of them, as SQLite does by itself. */
const LONG = 4 * 1024 * 1024;

/** Forces what was written to an open file to the disk. Throws what the system says of a disk that failed. */
export type ToDisk = (file: number) => Promise<void>;
const byTheSystem: ToDisk = promisify(fdatasync);

/** A system may forget the pages that it could not write, and forcing them again would say that all is well: nothing is written any more. */
const failed = (cause: unknown): AppError =>
  new AppError('internal', 'the disk failed to keep what was written: check its health, then restart', { cause });

/** Commits of the writer that are forced to the disk beside the event loop. */
export interface DurableCommit {
  /**
   * Commits what the writer has begun; answers once it is on the disk, at once where nothing was written. Until then the reader shows what was there before, so
   * nobody hears of what a power cut could take back. Throws what SQLite throws, and nothing was committed; `internal` once
   * the disk has failed, from then on always: what is in the log then may be there after a restart, or not.
   */
  commit(): Promise<void>;
  /** Whether commits go through: not once the disk has failed. */
  isWritable(): boolean;
  /** Before the writer is closed. */
  close(): void;
}

/**
 * Takes the forcing of each commit out of SQLite's hands, which everybody on the event loop would wait for: with `synchronous`
 * at NORMAL it leaves the log of a commit unforced, and forces the log and the file when pages are moved from the one into the
 * other (https://sqlite.org/pragma.html#pragma_synchronous). `reader` is the one connection of this process that shows
 * committed rows.
 */
export function createDurableCommit(
  path: string,
  { writer, reader }: { writer: SqliteFile; reader: SqliteFile },
  toDisk: ToDisk = byTheSystem,
): DurableCommit {
  writer.db.pragma('synchronous = NORMAL');
  // pages are moved here, when no reader of ours is held: SQLite does it within a commit, and would never come to the log's end
  writer.db.pragma('wal_autocheckpoint = 0');
  // one that became longer, because others were reading it, is cut when it begins anew
  writer.db.pragma(`journal_size_limit = ${LONG}`);
  const first = reader.db.prepare('select 1 from sqlite_schema limit 1');
  // a look at its own counters: neither reads a page
  const written = writer.db
    .prepare('select total_changes() || char(32) || (select "schema_version" from pragma_schema_version)')
    .pluck();
  /** What the writer had written, when the log was last forced to the disk. */
  let forced = written.get();
  let log: number | undefined;
  let failure: AppError | undefined;
  /** Holds the reader at what was committed so far: a transaction of SQLite begins with its first look. */
  const hold = (): void => {
    reader.exec('begin');
    first.get();
  };
  const release = (): void => {
    if (reader.db.inTransaction) reader.exec('commit');
  };
  const shorten = (file: number): void => {
    try {
      if (fstatSync(file).size > LONG) writer.db.pragma('wal_checkpoint(PASSIVE)');
    } catch (error) {
      // on a full disk the log stays as long as it is, and is tried again after the next commit: this one is kept
      if (sqliteCode(error) === 'SQLITE_IOERR_FSYNC') failure = failed(error);
    }
  };
  return {
    commit: async () => {
      if (failure) throw failure;
      const now = written.get();
      if (now === forced) {
        writer.exec('commit'); // whoever only looked, in a unit of work
        return;
      }
      try {
        hold();
        writer.exec('commit');
      } catch (error) {
        release();
        throw error;
      }
      try {
        log ??= openSync(`${path}-wal`, 'r+'); // it stands there since the first transaction, until the last connection closes
        await toDisk(log);
      } catch (cause) {
        failure = failed(cause);
        throw failure;
      }
      forced = now;
      release();
      shorten(log);
    },
    isWritable: () => failure === undefined,
    close: () => {
      if (log !== undefined) closeSync(log); // SQLite has no locks on the log that this would end
    },
  };
}

import type { SqliteFile } from './file.ts';

/**
 * Empties the write-ahead log. The tables were overwritten when the secret was dropped (`secure_delete`); older copies
 * of its page stand in the log until it is cut to nothing. Throws SQLITE_BUSY, to be tried again, while it is read.
 */
export function emptyLog(writer: SqliteFile): void {
  const busy = writer.db.pragma('wal_checkpoint(TRUNCATE)', { simple: true });
  if (busy !== 0) throw Object.assign(new Error('the write-ahead log is being read'), { code: 'SQLITE_BUSY' });
}

import type { Db } from '../tables.ts';

/** A database that is filled at once, by nobody else meanwhile; rows go in as they are given. */
export interface BulkDatabase {
  db: Db;
  close(): Promise<void>;
}

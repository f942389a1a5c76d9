import type { SchemaFault } from './schema-fault.ts';
import type { Db } from './tables.ts';

/** A database that is read beside the service; nothing can be written to it, and rows come with their seals. */
export interface ReadOnlyDatabase {
  /** Each statement sees the last commit. */
  db: Db;
  /** Runs `work` on a connection that sees one moment, however much is committed meanwhile: to be kept short. */
  snapshot<R>(work: (db: Db) => Promise<R>): Promise<R>;
  /** What stands in the database otherwise than the schema says, or not at all. */
  schemaFaults(): Promise<SchemaFault[]>;
  /** The tables of which an index leads to other rows than the table has. */
  damagedIndexes(): Promise<string[]>;
  close(): Promise<void>;
}

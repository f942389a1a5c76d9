import type { TableName, Tables } from '../../book/tables/tables.ts';
import type { Reads } from '../../flow/ports/store.ts';
import { isPostgres } from '../engine.ts';
import type { Db } from '../tables.ts';
import { type Cells, cellsOf } from './seals.ts';

/**
 * Rows as one unit of work has read or written them: an update is sealed without a further read of its row, and what the unit
 * wrote itself is not asked for again. Between that and its end nobody else writes them: it holds the lock of whoever writes.
 * They end with the unit, so what is undone with it is in none of them.
 */
export interface UnitRows {
  /** The row as it was read or written last. */
  get(table: TableName, id: string): Cells | undefined;
  /** The row as the unit left it; undefined for one that it has not written. */
  written<T extends TableName>(table: T, id: string): Tables[T] | undefined;
  /** A row that was read. */
  keep(table: TableName, id: string, row: Cells): void;
  /** A row that is written, whole. */
  write(table: TableName, id: string, row: Cells): void;
  /** For whoever writes rows past these. */
  forget(): void;
}

export function createUnitRows(): UnitRows {
  const rows = new Map<string, Cells>();
  const own = new Set<string>();
  const nameOf = (table: TableName, id: string): string => `${table} ${id}`;
  return {
    get: (table, id) => rows.get(nameOf(table, id)),
    written: <T extends TableName>(table: T, id: string) => {
      const name = nameOf(table, id);
      return own.has(name) ? (rows.get(name) as Tables[T] | undefined) : undefined; // kept under its table's name
    },
    keep: (table, id, row) => void rows.set(nameOf(table, id), row),
    write: (table, id, row) => {
      const name = nameOf(table, id);
      rows.set(name, row);
      own.add(name);
    },
    forget: () => {
      rows.clear();
      own.clear();
    },
  };
}

/**
 * Reads whose rows are kept, and asked for no more once the unit has written them. On PostgreSQL, where a question costs its way, a row
 * that was read is not asked for again either. On SQLite, which works a seal out within the UPDATE, only what was asked for by its id is
 * kept: an import finds many rows and asks for few of them again.
 */
export function keeping<R extends Reads>(db: Db, reads: R, rows: UnitRows): R {
  const keep = (table: TableName, row: { id: string }): void => rows.keep(table, row.id, cellsOf(row));
  return {
    ...reads,
    get: async <T extends TableName>(table: T, id: string) => {
      const own = isPostgres(db) ? (rows.get(table, id) as Tables[T] | undefined) : rows.written(table, id);
      if (own) return own;
      const row = await reads.get(table, id);
      if (row) keep(table, row);
      return row;
    },
    find: isPostgres(db)
      ? async (table, where, page) => {
          const found = await reads.find(table, where, page);
          for (const row of found) keep(table, row);
          return found;
        }
      : reads.find,
  };
}

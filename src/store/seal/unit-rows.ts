import type { TableName } from '../../book/tables/tables.ts';
import type { Reads } from '../../flow/ports/store.ts';
import { isPostgres } from '../engine.ts';
import type { Db } from '../tables.ts';
import { type Cells, cellsOf } from './seals.ts';

/**
 * Rows as one unit of work has read or written them, so that an update is sealed without a further read of its row. Between
 * that and its end nobody else writes them: it holds the lock of whoever writes. They end with the unit, so what is undone with
 * it is in none of them.
 */
export interface UnitRows {
  get(table: TableName, id: string): Cells | undefined;
  keep(table: TableName, id: string, row: Cells): void;
  /** For whoever writes rows past these. */
  forget(): void;
}

/** Of SQLite, which works a seal out within the UPDATE. */
const NONE: UnitRows = { get: () => undefined, keep: () => {}, forget: () => {} };

export function createUnitRows(db: Db): UnitRows {
  if (!isPostgres(db)) return NONE;
  const rows = new Map<string, Cells>();
  return {
    get: (table, id) => rows.get(`${table} ${id}`),
    keep: (table, id, row) => void rows.set(`${table} ${id}`, row),
    forget: () => rows.clear(),
  };
}

/** Reads whose rows are kept. */
export function keeping(reads: Reads, rows: UnitRows): Reads {
  if (rows === NONE) return reads;
  const keep = (table: TableName, row: { id: string }): void => rows.keep(table, row.id, cellsOf(row));
  return {
    ...reads,
    get: async (table, id) => {
      const row = await reads.get(table, id);
      if (row) keep(table, row);
      return row;
    },
    find: async (table, where, page) => {
      const found = await reads.find(table, where, page);
      for (const row of found) keep(table, row);
      return found;
    },
  };
}

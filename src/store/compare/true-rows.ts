import type Database from 'better-sqlite3';
import type { Rebuilt } from '../../book/judge/rebuilt.ts';
import { COLUMNS } from '../../book/tables/columns.ts';
import { isCommitment, type Cell as Told } from '../../book/tables/row.ts';
import type { TableName } from '../../book/tables/tables.ts';
import { commitToText } from '../../journal/commitment.ts';
import type { Cell } from '../seal/seals.ts';
import type { Difference } from './findings.ts';

/** A row as it has to stand; null: there is none. */
export interface TrueRow {
  table: TableName;
  id: string;
  row: Readonly<Record<string, Cell>> | null;
}

/**
 * The rows that differ, as the journal tells of them. A row is left out when an opening of it does not fit its commitment
 * any more: nobody can tell its value.
 */
export function trueRows(db: Database.Database, rebuilt: Rebuilt, differences: readonly Difference[]): TrueRow[] {
  const opening = db.prepare<[string], { salt: Buffer; value: string }>(
    'SELECT "salt", "value" FROM "opening" WHERE "commitment" = ?',
  );
  /** Undefined: nobody can tell any more what it was. */
  const opened = (told: Told): Cell | undefined => {
    if (!isCommitment(told)) return told as Cell;
    const kept = opening.get(told.commitment);
    if (!kept) return null; // a purge took it
    return commitToText(kept.value, kept.salt) === told.commitment ? (JSON.parse(kept.value) as Cell) : undefined;
  };
  return differences.flatMap(({ table, id }): TrueRow[] => {
    if (!Object.hasOwn(COLUMNS, table)) return [];
    const told = rebuilt.rows(table as TableName).get(id);
    if (!told) return [{ table: table as TableName, id, row: null }];
    const cells = Object.keys(COLUMNS[table as TableName]).map((column) => [column, opened(told[column] ?? null)]);
    if (cells.some(([, value]) => value === undefined)) return [];
    return [{ table: table as TableName, id, row: Object.fromEntries(cells) }];
  });
}

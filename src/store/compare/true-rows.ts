import type { Rebuilt } from '../../book/judge/rebuilt.ts';
import { COLUMNS } from '../../book/tables/columns.ts';
import { isCommitment, type Cell as Told } from '../../book/tables/row.ts';
import type { TableName } from '../../book/tables/tables.ts';
import { commitToText } from '../../journal/commitment.ts';
import type { ReadOnlyDatabase } from '../read-only-database.ts';
import type { Cell } from '../seal/seals.ts';
import type { Difference } from './findings.ts';
import { toldOf } from './one-row.ts';
import { isJournalled } from './one-table.ts';
import { readOpenings, seekOpenings } from './openings.ts';

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
export async function trueRows(
  database: Pick<ReadOnlyDatabase, 'db' | 'snapshot'>,
  rebuilt: Rebuilt,
  differences: readonly Difference[],
): Promise<TrueRow[]> {
  const personal = differences.flatMap(({ table, id }) => (isJournalled(table) ? [toldOf(rebuilt, table, id)] : []));
  const openings = await readOpenings(database.db, personal);
  const missing = personal.flatMap(({ commitments }) => commitments).filter((one) => !openings.has(one));
  const sought = await seekOpenings(database, new Set(missing));
  for (const one of sought.found) openings.set(one.commitment, one);
  /** Undefined: nobody can tell any more what it was. */
  const opened = (told: Told): Cell | undefined => {
    if (!isCommitment(told)) return told as Cell;
    const kept = openings.get(told.commitment);
    if (!kept) return sought.isWhole ? null : undefined; // a purge took it, unless some were not read
    return commitToText(kept.value, kept.salt) === told.commitment ? (JSON.parse(kept.value) as Cell) : undefined;
  };
  return differences.flatMap(({ table, id }): TrueRow[] => {
    if (!isJournalled(table)) return [];
    const told = rebuilt.rows(table).get(id);
    if (!told) return [{ table, id, row: null }];
    const cells = Object.keys(COLUMNS[table]).map((column) => [column, opened(told[column] ?? null)]);
    if (cells.some(([, value]) => value === undefined)) return [];
    return [{ table, id, row: Object.fromEntries(cells) }];
  });
}

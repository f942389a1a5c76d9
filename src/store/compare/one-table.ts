import type Database from 'better-sqlite3';
import type { Rebuilt } from '../../book/judge/rebuilt.ts';
import { COLUMNS } from '../../book/tables/columns.ts';
import type { TableName } from '../../book/tables/tables.ts';
import { rowName, type SealedTable } from '../seal/sealed-tables.ts';
import { createTableSeal, same, tableKey } from '../seal/seals.ts';
import type { createCrlRepairs } from './crl-repairs.ts';
import type { Findings } from './findings.ts';
import type { JournalLines } from './journal-lines.ts';
import type { RowComparison } from './one-row.ts';
import { eachPage, type SealedRow } from './row-pages.ts';

/** What the tables are compared with, and where what is found goes. */
export interface Sides {
  db: Database.Database;
  rowKey: Uint8Array;
  rebuilt: Rebuilt;
  lines: JournalLines;
  row: RowComparison;
  found: Findings;
  crls: ReturnType<typeof createCrlRepairs>;
}
/** Whether the journal tells of the rows of a table; of others the seal alone can be checked. */
export const isJournalled = (table: SealedTable): table is TableName => Object.hasOwn(COLUMNS, table);

/** Compares one table; answers how many rows it has. */
export function compareTable({ db, rowKey, rebuilt, lines, row, found, crls }: Sides, table: SealedTable): number {
  const sealOf = createTableSeal(table, tableKey(rowKey, table));
  const seen = new Set<string>();
  let count = 0;
  const isSealedRow = (of: SealedRow): boolean => same(sealOf(of), of.seal);
  const compare = (of: SealedRow): void => {
    count += 1;
    const { id } = rowName(table, of);
    if (!isJournalled(table)) {
      if (!isSealedRow(of)) found.add(table, id, 'different', ['seal']);
      return;
    }
    const own = String(of['id']);
    seen.add(own);
    const told = rebuilt.rows(table).get(own);
    const isSealed = isSealedRow(of);
    if (table === 'crl') crls.note(own, isSealed);
    if (!told) {
      found.add(table, id, 'foreign');
      return;
    }
    const differing = row.differing(table, of, told);
    if (!isSealed) found.add(table, id, 'different', differing.length > 0 ? differing : ['seal']);
    else if (differing.length > 0) found.add(table, id, 'old', differing);
  };
  eachPage(db, table, lines.catchUp, (rows) => rows.forEach(compare));
  if (isJournalled(table)) compareUnseen(db, table, { rebuilt, lines, seen, compare, found });
  return count;
}

/** Rows that the journal tells of and no page had: made since, or missing. */
function compareUnseen(
  db: Database.Database,
  table: TableName,
  of: Pick<Sides, 'rebuilt' | 'lines' | 'found'> & { seen: ReadonlySet<string>; compare(row: SealedRow): void },
): void {
  const byId = db.prepare<[string], SealedRow>(`SELECT * FROM "${table}" WHERE "id" = ?`);
  db.transaction(() => {
    of.lines.catchUp();
    for (const id of of.rebuilt.rows(table).keys()) {
      if (of.seen.has(id)) continue;
      const row = byId.get(id);
      if (row) of.compare(row);
      else of.found.add(table, id, 'missing');
    }
  })();
}

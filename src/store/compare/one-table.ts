import { sql } from 'kysely';
import type { Rebuilt } from '../../book/judge/rebuilt.ts';
import { COLUMNS } from '../../book/tables/columns.ts';
import type { TableName } from '../../book/tables/tables.ts';
import type { ReadOnlyDatabase } from '../read-only-database.ts';
import { keyOf, rowName, type SealedTable } from '../seal/sealed-tables.ts';
import { createTableSeal, same, tableKey } from '../seal/seals.ts';
import type { Db } from '../tables.ts';
import type { createCrlRepairs } from './crl-repairs.ts';
import type { Findings } from './findings.ts';
import type { JournalLines } from './journal-lines.ts';
import { type RowComparison, toldOf } from './one-row.ts';
import { type Openings, readOpenings, seekOpenings } from './openings.ts';
import { eachPage, type SealedRow } from './row-pages.ts';

/** Rows that no page had, read at once. */
const AT_ONCE = 1000;

/** What the tables are compared with, and where what is found goes. */
export interface Sides {
  database: Pick<ReadOnlyDatabase, 'snapshot'>;
  rowKey: Uint8Array;
  rebuilt: Rebuilt;
  lines: JournalLines;
  row: RowComparison;
  found: Findings;
  crls: ReturnType<typeof createCrlRepairs>;
  /** Told how many rows were read. */
  read(count: number): void;
}
/** Whether the journal tells of the rows of a table; of others the seal alone can be checked. */
export const isJournalled = (table: string): table is TableName => Object.hasOwn(COLUMNS, table);

/** Compares one table; answers how many rows it has. */
export async function compareTable(sides: Sides, table: SealedTable): Promise<number> {
  const { database, rowKey, rebuilt, lines, row, found, crls } = sides;
  const sealOf = createTableSeal(table, tableKey(rowKey, table));
  const isSealedRow = (of: SealedRow): boolean => same(sealOf(of), of.seal);
  const seen = new Set<string>();
  let count = 0;
  const checkSeal = (of: SealedRow): void => {
    if (!isSealedRow(of)) found.add(table, rowName(table, of).id, 'different', ['seal']);
  };
  const compare = (journalled: TableName, of: SealedRow, openings: Openings): void => {
    const { id } = rowName(table, of);
    const own = String(of['id']);
    seen.add(own);
    const told = rebuilt.rows(journalled).get(own);
    const isSealed = isSealedRow(of);
    if (table === 'crl') crls.note(own, isSealed);
    if (!told) {
      found.add(table, id, 'foreign');
      return;
    }
    const differing = row.differing(journalled, of, told, openings);
    if (!isSealed) found.add(table, id, 'different', differing.length > 0 ? differing : ['seal']);
    else if (differing.length > 0) found.add(table, id, 'old', differing);
  };
  const take = async (db: Db, rows: readonly SealedRow[]): Promise<void> => {
    count += rows.length;
    sides.read(rows.length);
    if (!isJournalled(table)) {
      rows.forEach(checkSeal);
      return;
    }
    const openings = await openingsOf(db, table, { rebuilt, rows });
    for (const of of rows) compare(table, of, openings);
  };
  const isWhole = await eachPage(database, { table, key: keyOf(table) }, take, lines.catchUp);
  if (!isWhole) found.add('schema', table, 'different', ['index']);
  if (isJournalled(table)) await compareUnseen(sides, table, { seen, take });
  return count;
}

/** The openings of all that the journal tells of some rows, read at once. */
function openingsOf(
  db: Db,
  table: TableName,
  { rebuilt, rows }: Pick<Sides, 'rebuilt'> & { rows: readonly SealedRow[] },
): Promise<Openings> {
  const told = rows.map((row) => toldOf(rebuilt, table, String(row['id'])));
  return readOpenings(db, told);
}

/** Names the rows of which a value looks purged and its opening is there, under another row. */
export async function holdGone({ database, row, found }: Pick<Sides, 'database' | 'row' | 'found'>): Promise<void> {
  const gone = row.gone();
  const sought = await seekOpenings(database, new Set(gone.keys()));
  if (!sought.isWhole) found.add('schema', 'opening', 'different', ['index']);
  for (const { commitment } of sought.found) {
    const of = gone.get(commitment);
    if (!of) continue;
    row.isKept();
    found.add(of.table, of.id, 'old', [of.column]);
  }
}

/** Rows that the journal tells of and no page had: made since, or missing. */
function compareUnseen(
  { database, rebuilt, lines, found }: Sides,
  table: TableName,
  { seen, take }: { seen: ReadonlySet<string>; take(db: Db, rows: readonly SealedRow[]): Promise<void> },
): Promise<void> {
  return database.snapshot(async (db) => {
    await lines.catchUp(db);
    const unseen = [...rebuilt.rows(table).keys()].filter((id) => !seen.has(id));
    for (let i = 0; i < unseen.length; i += AT_ONCE) {
      const ids = unseen.slice(i, i + AT_ONCE);
      const query = sql<SealedRow>`select * from ${sql.table(table)} where "id" in (${sql.join(ids)})`;
      const { rows } = await query.execute(db);
      await take(db, rows);
      const there = new Set(rows.map((row) => row['id']));
      for (const id of ids) if (!there.has(id)) found.add(table, id, 'missing');
    }
  });
}

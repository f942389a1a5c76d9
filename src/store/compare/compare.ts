import Database from 'better-sqlite3';
import { COLUMNS } from '../../book/columns.ts';
import { createRebuilt, type Rebuilt, type RevokedPlace } from '../../book/rebuilt.ts';
import type { TableName } from '../../book/tables.ts';
import { rowName, SEALED_TABLES, type SealedTable } from '../seal/sealed-tables.ts';
import { createTableSeal, same, tableKey } from '../seal/seals.ts';
import { schemaFaults } from '../sqlite/schema.ts';
import { holdCheckpoints } from './checkpoints.ts';
import { type CrlMends, createCrlMends } from './crl-mends.ts';
import { createFindings, type Difference, type Findings } from './findings.ts';
import { createJournalLines, type JournalLines } from './journal-lines.ts';
import { createRowComparison, type Opened, type RowComparison } from './one-row.ts';
import { compareRevocations } from './revocations.ts';
import { eachPage, type SealedRow } from './row-pages.ts';
import { type TrueRow, trueRows } from './true-rows.ts';

export interface CompareOptions {
  /** The database file; nothing is written to it. */
  path: string;
  /** The key of the rows' seals. */
  rowKey: Uint8Array;
  /** The journal's public key, by which the last checkpoint is verified; left out: it is compared, and no more. */
  vkey?: string | undefined;
  /** A checkpoint that was kept beside the database. */
  kept?: string | undefined;
}
export interface Comparison extends Opened {
  /** Entries of the journal that it is up to. */
  size: number;
  /** Rows held against the journal, and those whose seal alone can be checked. */
  rows: number;
  sealed: number;
  /** How many rows of each table the journal tells of. */
  tables: Readonly<Record<string, number>>;
  /** All that differ; `differences` names the first thousand. */
  total: number;
  differences: Difference[];
  /** Revocations that the journal tells of and the list of revocations does not, by serial number: to be put back. */
  revocations: (RevokedPlace & { certificateId: string })[];
  /** Rows of CRLs to be written anew, and those of nobody, so that the next CRL follows on the last. */
  crls: CrlMends;
}

interface Parts {
  db: Database.Database;
  rowKey: Uint8Array;
  rebuilt: Rebuilt;
  lines: JournalLines;
  row: RowComparison;
  found: Findings;
  crls: ReturnType<typeof createCrlMends>;
}
const isJournalled = (table: SealedTable): table is TableName => Object.hasOwn(COLUMNS, table);

/**
 * Holds the whole database against the journal, on a connection of its own that cannot write, while the service goes on:
 * rows against what the journal's entries leave, seals, the list of revocations, the journal against its tree and its
 * signed checkpoints, triggers against the schema. Synchronous and long: for a process of its own. Memory is in the order of
 * the rows.
 */
export function compareTables({ path, rowKey, vkey, kept }: CompareOptions): Comparison {
  const db = new Database(path, { readonly: true, timeout: 5000 });
  try {
    const [rebuilt, found] = [createRebuilt(), createFindings()];
    const lines = createJournalLines(db, rebuilt, found);
    const parts: Parts = { db, rowKey, rebuilt, lines, row: createRowComparison(db), found, crls: createCrlMends() };
    for (const { name, type, kind } of schemaFaults(db)) {
      found.add(type === 'trigger' ? 'trigger' : 'schema', name, kind);
    }
    lines.catchUp();
    db.transaction(() => {
      lines.catchUp(); // no checkpoint counts entries that were not read
      holdCheckpoints(db, lines, { vkey, kept }, found);
    })();
    const counts = SEALED_TABLES.map((table) => ({ table, rows: compareTable(parts, table) }));
    const revocations = db.transaction(() => {
      lines.catchUp();
      return compareRevocations(db, rebuilt.revoked, found);
    })();
    const sum = (own: boolean): number =>
      counts.reduce((n, { table, rows }) => (isJournalled(table) === own ? n + rows : n), 0);
    const tables = Object.keys(COLUMNS).map((table) => [table, rebuilt.rows(table as TableName).size]);
    return {
      ...{ size: lines.size(), rows: sum(true), sealed: sum(false), ...parts.row.counted() },
      ...{ tables: Object.fromEntries(tables), total: found.total(), differences: found.told(), revocations },
      crls: parts.crls.of(rebuilt.rows('crl')),
    };
  } finally {
    db.close();
  }
}

/** The same, and for each difference the row as the journal tells of it, personal values from their openings. */
export function compareForRepair(options: CompareOptions): { compared: Comparison; rows: TrueRow[] } {
  const db = new Database(options.path, { readonly: true, timeout: 5000 });
  try {
    const [rebuilt, compared] = [createRebuilt(), compareTables(options)];
    createJournalLines(db, rebuilt, createFindings()).catchUp();
    return { compared, rows: trueRows(db, rebuilt, compared.differences) };
  } finally {
    db.close();
  }
}

/** Compares one table; answers how many rows it has. */
function compareTable({ db, rowKey, rebuilt, lines, row, found, crls }: Parts, table: SealedTable): number {
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
    if (table === 'crl') crls.see(own, isSealed);
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
  of: Pick<Parts, 'rebuilt' | 'lines' | 'found'> & { seen: ReadonlySet<string>; compare(row: SealedRow): void },
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

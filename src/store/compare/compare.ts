import Database from 'better-sqlite3';
import { createRebuilt, type RevokedPlace } from '../../book/judge/rebuilt.ts';
import { COLUMNS } from '../../book/tables/columns.ts';
import type { TableName } from '../../book/tables/tables.ts';
import { SEALED_TABLES } from '../seal/sealed-tables.ts';
import { holdIndexes } from '../sqlite/indexes.ts';
import { schemaFaults } from '../sqlite/schema.ts';
import { holdCheckpoints } from './checkpoints.ts';
import { type CrlRepairs, createCrlRepairs } from './crl-repairs.ts';
import { createFindings, type Difference } from './findings.ts';
import { createJournalLines } from './journal-lines.ts';
import { createRowComparison, type Opened } from './one-row.ts';
import { compareTable, isJournalled, type Sides } from './one-table.ts';
import { compareRevocations } from './revocations.ts';
import { createStretches } from './stretches.ts';
import { type TrueRow, trueRows } from './true-rows.ts';

/** What is compared, and the keys to it. */
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
/** What a comparison found and counted. */
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
  /** How the rows of CRLs are repaired, so that the next CRL follows on the last. */
  crls: CrlRepairs;
}

/**
 * Holds the whole database against the journal, on a connection of its own that cannot write, while the service goes on:
 * rows against what the journal's entries leave, seals, the list of revocations, the journal against its tree and its
 * signed checkpoints, triggers against the schema, indexes against the rows. Synchronous and long: for a process of its own. Memory is in the order of
 * the rows.
 */
export function compareTables({ path, rowKey, vkey, kept }: CompareOptions): Comparison {
  const db = new Database(path, { readonly: true, timeout: 5000 });
  try {
    const [rebuilt, found] = [createRebuilt(), createFindings()];
    const stretches = createStretches(db, rowKey, found);
    const lines = createJournalLines(db, rebuilt, { found, stretches });
    const parts: Sides = { db, rowKey, rebuilt, lines, row: createRowComparison(db), found, crls: createCrlRepairs() };
    for (const { name, type, kind } of schemaFaults(db)) {
      found.add(type === 'trigger' ? 'trigger' : 'schema', name, kind);
    }
    holdIndexes(db, found);
    lines.catchUp();
    db.transaction(() => {
      lines.catchUp(); // no checkpoint counts entries that were not read
      holdCheckpoints(db, lines, { vkey, kept }, found);
      stretches.hold(lines.size());
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
      size: lines.size(),
      rows: sum(true),
      sealed: sum(false),
      ...parts.row.counted(),
      tables: Object.fromEntries(tables),
      total: found.total(),
      differences: found.told(),
      revocations,
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
    const found = createFindings();
    createJournalLines(db, rebuilt, { found, stretches: createStretches(db, options.rowKey, found) }).catchUp();
    return { compared, rows: trueRows(db, rebuilt, compared.differences) };
  } finally {
    db.close();
  }
}

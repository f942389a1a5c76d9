import { sql } from 'kysely';
import { createRebuilt, type RevokedPlace } from '../../book/judge/rebuilt.ts';
import { COLUMNS } from '../../book/tables/columns.ts';
import type { TableName } from '../../book/tables/tables.ts';
import type { Progress } from '../../journal/long-reading.ts';
import type { ReadOnlyDatabase } from '../read-only-database.ts';
import { SEALED_TABLES, type SealedTable } from '../seal/sealed-tables.ts';
import type { Db } from '../tables.ts';
import { holdCheckpoints } from './checkpoints.ts';
import { type CrlRepairs, createCrlRepairs } from './crl-repairs.ts';
import { createFindings, type Difference } from './findings.ts';
import { createJournalLines } from './journal-lines.ts';
import { createRowComparison, type Opened } from './one-row.ts';
import { compareTable, holdGone, isJournalled, type Sides } from './one-table.ts';
import { compareRevocations } from './revocations.ts';
import { createStretches } from './stretches.ts';
import { compareTokenCounts } from './token-counts.ts';
import { type TrueRow, trueRows } from './true-rows.ts';

/** What is compared, and the keys to it. */
export interface CompareOptions {
  /** Opens the database, which is closed in the end. */
  open(): ReadOnlyDatabase;
  /** The key of the rows' seals. */
  rowKey: Uint8Array;
  /** The journal's public key, by which the last checkpoint is verified; left out: it is compared, and no more. */
  vkey?: string | undefined;
  /** A checkpoint that was kept beside the database. */
  kept?: string | undefined;
  /** Told now and then how many entries and rows were read so far, of about how many: the service goes on meanwhile. */
  progress?: Progress | undefined;
}
/** What a comparison found and counted. */
export interface Comparison extends Opened {
  /** Entries of the journal that it is up to. */
  size: number;
  /** The root of that many entries, in base64, recomputed from their lines. */
  root: string;
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
 * signed checkpoints, triggers against the schema, indexes against the rows. It is long, and computes much: for a process of
 * its own. Memory is in the order of the rows.
 */
export async function compareTables({ open, rowKey, vkey, kept, progress }: CompareOptions): Promise<Comparison> {
  const database = open();
  try {
    const [rebuilt, found] = [createRebuilt(), createFindings()];
    const stretches = createStretches(rowKey, found);
    const total = await database.snapshot(countAll);
    let done = 0;
    const read = (count: number): void => {
      done += count;
      progress?.(done, Math.max(done, total));
    };
    read(0);
    const lines = createJournalLines(rebuilt, { found, stretches, read });
    const [row, crls] = [createRowComparison(), createCrlRepairs()];
    const parts: Sides = { database, rowKey, rebuilt, lines, row, found, crls, read };
    // first: only the first thousand differences are told, and the service counts anew if this one is among them
    await database.snapshot((db) => compareTokenCounts(db, found));
    for (const { name, type, kind } of await database.schemaFaults()) {
      found.add(type === 'trigger' ? 'trigger' : 'schema', name, kind);
    }
    for (const table of await database.damagedIndexes()) found.add('schema', table, 'different', ['index']);
    await lines.catchUp(database.db);
    await database.snapshot(async (db) => {
      await lines.catchUp(db); // no checkpoint counts entries that were not read
      await holdCheckpoints(db, lines, { vkey, kept }, found);
      await stretches.hold(db, lines.size());
    });
    const counts: { table: SealedTable; rows: number }[] = [];
    for (const table of SEALED_TABLES) counts.push({ table, rows: await compareTable(parts, table) });
    await holdGone(parts);
    const revocations = await database.snapshot(async (db) => {
      await lines.catchUp(db);
      return compareRevocations(db, rebuilt.revoked, found);
    });
    const sum = (own: boolean): number =>
      counts.reduce((n, { table, rows }) => (isJournalled(table) === own ? n + rows : n), 0);
    const tables = Object.keys(COLUMNS).map((table) => [table, rebuilt.rows(table as TableName).size]);
    return {
      size: lines.size(),
      root: Buffer.from(lines.rootOfLines()).toString('base64'),
      rows: sum(true),
      sealed: sum(false),
      ...row.counted(),
      tables: Object.fromEntries(tables),
      total: found.total(),
      differences: found.told(),
      revocations,
      crls: crls.of(rebuilt.rows('crl')),
    };
  } finally {
    await database.close();
  }
}

/** Entries, and rows of all tables that are compared. */
async function countAll(db: Db): Promise<number> {
  let all = 0;
  for (const table of ['journalEntry', ...SEALED_TABLES] as const) {
    const { rows } = await sql<{ n: number }>`select count(*) as "n" from ${sql.table(table)}`.execute(db);
    all += Number(rows[0]?.n);
  }
  return all;
}

/** The same, and for each difference the row as the journal tells of it, personal values from their openings. */
export async function compareForRepair(options: CompareOptions): Promise<{ compared: Comparison; rows: TrueRow[] }> {
  const compared = await compareTables(options);
  const database = options.open();
  try {
    const [rebuilt, found] = [createRebuilt(), createFindings()];
    const stretches = createStretches(options.rowKey, found);
    await createJournalLines(rebuilt, { found, stretches }).catchUp(database.db);
    return { compared, rows: await trueRows(database, rebuilt, compared.differences) };
  } finally {
    await database.close();
  }
}

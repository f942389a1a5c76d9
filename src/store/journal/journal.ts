import { sql } from 'kysely';
import { AppError } from '../../errors.ts';
import type { Opening } from '../../journal/changes.ts';
import { rootAt } from '../../journal/tree.ts';
import { isPostgres } from '../engine.ts';
import { atMost } from '../statements/at-most.ts';
import type { AllTables, Db } from '../tables.ts';
import { createNodeReader } from './nodes.ts';

/** Lines or openings read at once. */
const PAGE = 1000;
const NODE_MISSING = 'the stored journal has an entry without its nodes, which this service never writes';
export type CheckpointRow = AllTables['checkpoint'];

/** The journal as auditors, exports and reports read it. */
export interface JournalRecords {
  /** How many entries there are. */
  size(): Promise<number>;
  /** The same of the server that writes: after a failover a reading may still be of the one before. */
  sizeWritten(): Promise<number>;
  /** The line of one entry, of the server that writes; undefined where there is none. */
  lineWritten(seq: number): Promise<string | undefined>;
  /** Lines `from` to `to` (not included), in pages. */
  lines(from: number, to: number): AsyncIterable<readonly string[]>;
  /** Lines of entries made in [from, to) milliseconds, in pages. */
  linesBetween(from: number, to: number): AsyncIterable<readonly string[]>;
  /** How many entries were made before a moment, milliseconds. */
  entriesBefore(at: number): Promise<number>;
  /** When the first entry was made; undefined where there is none. */
  firstAt(): Promise<number | undefined>;
  /** A complete subtree's hash. Throws `journal_broken` where there is none: entries without their nodes are none of ours. */
  node(level: number, place: number): Promise<Uint8Array>;
  /**
   * Answers once the first `size` entries, read before under `root`, can be lost no more. SQLite shows what is on disk. A
   * PostgreSQL server also shows what its standby has not confirmed yet: a commit behind it, in the same log, waits for
   * that; and one that a network cut off from its standby, and that another has taken over from, never answers. Where it
   * is the other one that answers, it has to have the same entries: throws `overloaded` when it has not.
   */
  settle(size: number, root: Uint8Array): Promise<void>;
  /** Values and salts that no purge has deleted, of entries `from` to `to` (not included), by ascending seq, in pages. */
  openings(from: number, to: number): AsyncIterable<readonly (Opening & { seq: number })[]>;
  /** Keeps a signed checkpoint; one over as many entries that is kept already stays. */
  keepCheckpoint(checkpoint: CheckpointRow): Promise<void>;
  /** The checkpoint over the most entries. */
  lastCheckpoint(): Promise<CheckpointRow | undefined>;
  checkpointAt(size: number): Promise<CheckpointRow | undefined>;
  /** The checkpoint over the fewest entries that are at least so many. */
  checkpointFrom(size: number): Promise<CheckpointRow | undefined>;
}

/** Reads page after page: `read` answers the rows after `last`, `undefined` at the start. */
async function* inPages<R>(read: (last: R | undefined) => Promise<R[]>): AsyncGenerator<R[]> {
  for (let last: R | undefined, more = true; more; ) {
    const rows = await read(last);
    if (rows.length > 0) yield rows;
    last = rows.at(-1);
    more = rows.length === PAGE;
  }
}

/** Lines of entries `from` to `to` (not included); each page begins where the one before it ended. */
async function* linesOf(db: Db, from: number, to: number): AsyncGenerator<string[]> {
  const entries = db.selectFrom('journalEntry').select(['seq', 'line']).where('seq', '<', to);
  const pages = inPages<{ seq: number; line: string }>((last) =>
    entries
      .where('seq', '>=', last === undefined ? from : last.seq + 1)
      .orderBy('seq')
      .limit(atMost(PAGE))
      .execute(),
  );
  for await (const rows of pages) yield rows.map(({ line }) => line);
}

/** The seq of the first entry made at a moment or later. The journal's time never runs backwards, so all before it are older. */
async function firstSince(db: Db, at: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(
      (select "seq" from "journalEntry" where "at" >= ${at} order by "at", "seq" limit ${atMost(1)}),
      (select "seq" + 1 from "journalEntry" order by "seq" desc limit ${atMost(1)}),
      0) as "n"`.execute(db);
  return Number(rows[0]?.n);
}

/** How many entries there are. */
export async function sizeOf(db: Db): Promise<number> {
  const newest = db.selectFrom('journalEntry').select('seq').orderBy('seq', 'desc').limit(atMost(1));
  const last = await newest.executeTakeFirst();
  return last === undefined ? 0 : last.seq + 1;
}

async function lineAt(db: Db, seq: number): Promise<string | undefined> {
  return (await db.selectFrom('journalEntry').select('line').where('seq', '=', seq).executeTakeFirst())?.line;
}

/** Lines of entries made in [from, to) milliseconds. */
async function* linesMade(db: Db, from: number, to: number): AsyncGenerator<string[]> {
  const [first, end] = await Promise.all([firstSince(db, from), firstSince(db, to)]);
  yield* linesOf(db, first, end);
}

/** Throws `overloaded` where the first `size` entries are not those of `root`: the server that showed them is not the one that writes. */
async function assertThere(db: Db, size: number, root: Uint8Array): Promise<void> {
  const gone = new AppError('overloaded', 'another database server has taken over, and has other entries: repeat it');
  const there = await rootAt(
    size,
    createNodeReader(db, () => gone),
  );
  if (Buffer.compare(there, root) !== 0) throw gone;
}

/** Reads of the journal's entries and checkpoints. */
export function createJournalRecords(db: Db): JournalRecords {
  return {
    size: () => sizeOf(db),
    sizeWritten: () => db.transaction().execute((tx) => sizeOf(tx)),
    lineWritten: (seq) => db.transaction().execute((tx) => lineAt(tx, seq)),
    lines: (from, to) => linesOf(db, from, to),
    linesBetween: (from, to) => linesMade(db, from, to),
    entriesBefore: (at) => firstSince(db, at),
    firstAt: async () =>
      (await db.selectFrom('journalEntry').select('at').orderBy('seq').limit(atMost(1)).executeTakeFirst())?.at,
    node: createNodeReader(db, () => new AppError('journal_broken', NODE_MISSING)),
    settle: async (size, root) => {
      if (!isPostgres(db)) return;
      await db.transaction().execute(async (tx) => {
        await sql`select pg_logical_emit_message(true, 'jeton', 'settle')`.execute(tx);
        await assertThere(tx, size, root);
      });
    },
    openings: (from, to) => {
      const openings = db.selectFrom('opening').selectAll().where('seq', '<', to);
      return inPages((last) => {
        // one lower bound: of two, the engine may look from the first one on for each page
        const place = last
          ? sql<boolean>`("seq", "commitment") > (${last.seq}, ${last.commitment})`
          : sql<boolean>`"seq" >= ${from}`;
        return openings.where(place).orderBy('seq').orderBy('commitment').limit(atMost(PAGE)).execute();
      });
    },
    keepCheckpoint: (checkpoint) =>
      db.transaction().execute(async (tx) => {
        const kept = await tx.selectFrom('checkpoint').select('size').where('size', '=', checkpoint.size).execute();
        if (kept.length === 0) await tx.insertInto('checkpoint').values(checkpoint).execute();
      }),
    lastCheckpoint: () =>
      db.selectFrom('checkpoint').selectAll().orderBy('size', 'desc').limit(atMost(1)).executeTakeFirst(),
    checkpointAt: (size) => db.selectFrom('checkpoint').selectAll().where('size', '=', size).executeTakeFirst(),
    checkpointFrom: (size) =>
      db
        .selectFrom('checkpoint')
        .selectAll()
        .where('size', '>=', size)
        .orderBy('size')
        .limit(atMost(1))
        .executeTakeFirst(),
  };
}

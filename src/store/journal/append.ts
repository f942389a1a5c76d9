import { sql } from 'kysely';
import { AppError } from '../../errors.ts';
import type { Chance } from '../../flow/ports/chance.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import type { NewEntry } from '../../flow/ports/store.ts';
import { journalled, type Opening } from '../../journal/changes.ts';
import { SALT_OCTETS } from '../../journal/commitment.ts';
import { type Entry, encodeEntry, formatTime, parseEntry } from '../../journal/entry.ts';
import { leafHash } from '../../journal/tree.ts';
import { applyChanges } from '../changes.ts';
import { isPostgres } from '../engine.ts';
import { inOrder } from '../in-order.ts';
import type { Seals } from '../seal/seals.ts';
import type { UnitRows } from '../seal/unit-rows.ts';
import type { Db } from '../tables.ts';
import { runText } from '../texts.ts';
import { createUnitJudge, type Judge } from '../unit-judge.ts';
import { type JournalEnd, nodesOver, readEnd } from './journal-edge.ts';
import { chainOver, moveTip } from './journal-tip.ts';

/** Salts drawn at once: a draw costs more than a commitment. */
const SALTS = 8;

/** Salts of commitments, drawn some at a time; what is left over goes with its unit of work. */
function createSalts({ bytes }: Pick<Chance, 'bytes'>): () => Uint8Array {
  let drawn: Uint8Array = new Uint8Array();
  return () => {
    if (drawn.length === 0) drawn = bytes(SALTS * SALT_OCTETS);
    const salt = drawn.subarray(0, SALT_OCTETS);
    drawn = drawn.subarray(SALT_OCTETS);
    return salt;
  };
}

/** A clock that steps back further than this, in milliseconds, is an entry of its own. */
const STEP = 1000;

interface RecorderDeps {
  clock: Clock;
  chance: Chance;
  judge: Judge;
  seals: Seals;
  /** Rows that the unit has read or written. */
  rows: UnitRows;
}
export interface Recorder {
  (entry: NewEntry): Promise<number>;
  /** The unit's own reads, so that the judge reads nothing twice. */
  learn: ReturnType<typeof createUnitJudge>['learn'];
  learnFound: ReturnType<typeof createUnitJudge>['learnFound'];
}

/**
 * Writes one entry: the line, its leaf, every subtree it completes, and that the journal goes this far. `chain`: of the tip
 * before it. Answers the tip's chain with it.
 */
async function append(db: Db, seals: Seals, entry: Entry, chain: string | null): Promise<string | null> {
  const line = encodeEntry(entry);
  const { seq, actor, role, action, subject, outcome } = entry;
  const leaf = leafHash(line);
  const made = await nodesOver(db, seals, { seq, chain, leaf });
  const row = [seq, Date.parse(entry.at), actor, role, action, subject, outcome, line];
  const columns = sql`"seq", "at", "actor", "role", "action", "subject", "outcome", "line"`;
  const insertEntry = () => sql`insert into "journalEntry" (${columns}) values (${sql.join(row)})`;
  const nodes = made.map(({ level, place, hash }) => [level, place, hash]);
  const insertNodes = () =>
    sql`insert into "journalNode" ("level", "place", "hash") values ${sql.join(nodes.map((node) => sql`(${sql.join(node)})`))}`;
  if (isPostgres(db)) {
    // in one statement, where each costs a packet
    await moveTip(
      db,
      seals,
      { seq, leaf },
      {
        sql: sql`with "entry" as (${insertEntry()}), "nodes" as (${insertNodes()})`,
        shape: `append entry and ${nodes.length}`,
        values: [...row, ...nodes.flat()],
      },
    );
  } else {
    await runText(db, 'append entry', insertEntry, row);
    await runText(db, `append nodes ${nodes.length}`, insertNodes, nodes.flat());
    await moveTip(db, seals, { seq, leaf });
  }
  return chain === null ? null : chainOver(chain, leaf);
}

/** What the clock said when an entry `clock.step` was made. */
const clockOf = (line: string): number => Date.parse(String(parseEntry(line).detail['clock']));

/**
 * When the clock stands before the last entry by more than a second, that is an entry of its own: once, not with
 * every entry until the clock has caught up. Answers the tip to go on from.
 */
async function noteClockStep(db: Db, seals: Seals, tip: JournalEnd, now: number): Promise<JournalEnd> {
  if (now >= tip.at - STEP) return tip;
  const last = await db
    .selectFrom('journalEntry')
    .select(['at', 'line'])
    .where('action', '=', 'clock.step')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const known = last?.at === tip.at ? clockOf(last.line) : Number.POSITIVE_INFINITY;
  if (now >= known - STEP) return tip;
  const seq = tip.seq + 1;
  const detail = { journal: formatTime(tip.at), clock: formatTime(now) };
  const entry = { actor: 'system', role: 'system', action: 'clock.step', subject: 'clock', outcome: 'done' } as const;
  const chain = await append(db, seals, { seq, at: formatTime(tip.at), ...entry, detail }, tip.chain);
  return { seq, at: tip.at, chain };
}

async function keepOpenings(db: Db, seq: number, openings: readonly Opening[]): Promise<void> {
  if (openings.length === 0) return;
  const rows = openings.map((o) => [o.commitment, seq, o.subject, o.field, o.salt, o.value]);
  const columns = sql`"commitment", "seq", "subject", "field", "salt", "value"`;
  const build = () =>
    sql`insert into "opening" (${columns}) values ${sql.join(rows.map((row) => sql`(${sql.join(row)})`))}`;
  await runText(db, `openings ${rows.length}`, build, rows.flat());
}

/** Nothing is recorded that an auditor would reject: a fault of ours, and loud. */
const againstTheBook = (sentence: string, { action, subject }: Entry): AppError =>
  new AppError('against_the_book', 'this act would not follow the procedure: it was not done; tell the administrator', {
    detail: { action, subject },
    cause: new Error(sentence),
  });

/**
 * Records an entry in a transaction: judges it by the book, applies its changes, then appends it with them, personal
 * columns as commitments. Time never runs backwards: `at` is the later of the clock and the last entry. Answers the entry's
 * seq. Throws `against_the_book`, or what the changes run into: somebody else may have been faster.
 */
export function createRecorder(db: Db, { clock, chance, judge, seals, rows }: RecorderDeps): Recorder {
  const book = createUnitJudge(judge, db, rows);
  const salt = createSalts(chance);
  // one moment for all that a transaction records, however long it takes: what its rows say was read as it began
  const now = clock.now();
  const record = async ({
    actor,
    role,
    action,
    subject,
    outcome,
    detail = {},
    changes = [],
  }: NewEntry): Promise<number> => {
    const carried = journalled(changes, salt);
    const full = carried.changes.length > 0 ? { ...detail, changes: carried.changes } : detail;
    const said = { actor, role, action, subject, outcome, detail: full };
    const [last] = await inOrder([readEnd(db), book.readAhead(said)]);
    const tip = last ? await noteClockStep(db, seals, last, now) : { seq: -1, at: now, chain: null };
    const at = Math.max(now, tip.at);
    const entry = { seq: tip.seq + 1, at: formatTime(at), ...said };
    const wrong = await book.wrong(entry, { at, now });
    const changed = applyChanges(db, changes, seals, rows);
    if (wrong !== undefined) {
      await changed;
      throw againstTheBook(wrong, entry);
    }
    const written = [changed, append(db, seals, entry, tip.chain), keepOpenings(db, entry.seq, carried.openings)];
    await inOrder(written);
    return entry.seq;
  };
  return Object.assign(record, { learn: book.learn, learnFound: book.learnFound });
}

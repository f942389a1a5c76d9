import type { Change } from '../../book/tables/lifecycle.ts';
import { AppError } from '../../errors.ts';
import type { Chance } from '../../flow/ports/chance.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import type { NewEntry } from '../../flow/ports/store.ts';
import { journalled } from '../../journal/changes.ts';
import { SALT_OCTETS } from '../../journal/commitment.ts';
import { type Entry, formatTime, parseEntry } from '../../journal/entry.ts';
import { isPostgres } from '../engine.ts';
import type { Seals } from '../seal/seals.ts';
import type { UnitRows } from '../seal/unit-rows.ts';
import { keepTextsOf } from '../search/texts-kept.ts';
import { atMost } from '../statements/at-most.ts';
import { heard, inOrder } from '../statements/in-order.ts';
import { type Inserting, insertMany } from '../statements/insert-many.ts';
import { writeFirst } from '../statements/texts.ts';
import type { Db } from '../tables.ts';
import { createWriteBatch, type WriteBatch } from '../unit/batched-writes.ts';
import { askForChanges, readUpdated } from '../unit/changes.ts';
import { createUnitJudge, type Judge } from '../unit/unit-judge.ts';
import type { JournalEnd } from './journal-edge.ts';
import { createUnitLines, type UnitLines } from './unit-lines.ts';

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

/** Answers once what was asked in this turn of the event loop is on its way (store/postgres/connection.ts). */
const sent = (): Promise<void> => new Promise((answer) => process.nextTick(answer));

/** Writes of a unit that are not answered yet while it goes on, at most. */
const AHEAD = 4;

/** Entries of a unit that gathers which are asked to be written together: one statement of many rows (store/statements/insert-many.ts). */
const TOGETHER = 8;
/** Or so many rows of them: the server writes them while the next entry is made. */
const ROWS_TOGETHER = 64;

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
/**
 * Records an entry, which is asked to be written and may not be yet: on PostgreSQL an answer costs a way to the server and back,
 * and what a unit does next is done behind it. Where it cannot be written, whatever the unit asks then fails, and so does its end.
 */
export interface Recorder {
  (entry: NewEntry): Promise<number>;
  /** Has the unit go on while rows of something else are written, as with an entry. */
  leave(statement: Inserting, rows: readonly unknown[][]): Promise<void>;
  /** The next number of a series. `ask` takes it from the tables; where rows are gathered, the next ones follow it in memory. */
  number(series: string, ask: () => Promise<number>): Promise<number>;
  /** Writes what waits of the entries, and answers once all is written: before what looks at it, and as the unit ends. */
  flush(): Promise<void>;
  /** From now on rows and entries are kept until the unit looks at the tables or ends. For a caller who does the same to many things. */
  gather(): Promise<void>;
  /** What one of the writes that nobody has waited for came to, where it failed. */
  fault(): Promise<unknown>;
  /** The unit's own reads, so that the judge reads nothing twice. */
  learn: ReturnType<typeof createUnitJudge>['learn'];
  learnFound: ReturnType<typeof createUnitJudge>['learnFound'];
}

type Tip = Pick<JournalEnd, 'seq' | 'at'>;

/** What the clock said when an entry `clock.step` was made. */
const clockOf = (line: string): number => Date.parse(String(parseEntry(line).detail['clock']));

/**
 * When the clock stands before the last entry by more than a second, that is an entry of its own: once, not with
 * every entry until the clock has caught up. Only the first entry of a unit is asked: all have one moment. Answers the tip to go
 * on from.
 */
async function noteClockStep(db: Db, lines: UnitLines, tip: Tip, now: number): Promise<Tip> {
  if (now >= tip.at - STEP || lines.isMoved()) return tip;
  const last = await db
    .selectFrom('journalEntry')
    .select(['at', 'line'])
    .where('action', '=', 'clock.step')
    .orderBy('seq', 'desc')
    .limit(atMost(1))
    .executeTakeFirst();
  const known = last?.at === tip.at ? clockOf(last.line) : Number.POSITIVE_INFINITY;
  if (now >= known - STEP) return tip;
  const seq = tip.seq + 1;
  const detail = { journal: formatTime(tip.at), clock: formatTime(now) };
  const entry = { actor: 'system', role: 'system', action: 'clock.step', subject: 'clock', outcome: 'done' } as const;
  await (await lines.add({ seq, at: formatTime(tip.at), ...entry, detail }, [])).written;
  return { ...tip, seq };
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
 * seq. Throws `against_the_book`; what the changes run into is thrown by the end of the unit: somebody else may have been faster.
 */
export function createRecorder(db: Db, { clock, chance, judge, seals, rows }: RecorderDeps): Recorder {
  const book = createUnitJudge(judge, db, rows);
  const salt = createSalts(chance);
  const lines = createUnitLines(db, seals);
  /** Rows of which the texts of searches wait to be written. */
  let changed: Change[] = [];
  /** What was asked to be written, the oldest first, and was not answered when it was last looked at. */
  const waiting: Promise<unknown>[] = [];
  /** Waits until no more than so many are left. Throws what the first of them came to. */
  const settle = async (most: number): Promise<void> => {
    while (waiting.length > most) {
      const oldest = waiting[0];
      await oldest; // what fails stays, and is told as the unit ends
      if (waiting[0] === oldest) void waiting.shift(); // else somebody who waited too took it out
    }
  };
  const leaveWritten = async (written: Promise<unknown>): Promise<void> => {
    waiting.push(heard(written));
    await settle(AHEAD);
  };
  /** The unit's first entry, once it is asked for: with its answer it is known that the journal's tip stands where we left it. */
  let first: Promise<unknown> | undefined;
  let firstIsIn = false;
  /** Before the next entries move the tip on from there. */
  const waitForFirst = async (): Promise<void> => {
    if (!first || firstIsIn) return;
    await first;
    firstIsIn = true;
  };
  // one moment for all that a transaction records, however long it takes: what its rows say was read as it began
  const now = clock.now();
  /** On a server, rows and entries of a unit that gathers. */
  let gathered: WriteBatch | undefined;
  /** How many entries of it are not asked for yet, and how many rows. */
  let together = { entries: 0, rows: 0 };
  /** Asks for all that waits, at once. What comes of it is told as with every other write. */
  const askForGathered = (of: WriteBatch): Promise<unknown> => {
    writeFirst(db, undefined);
    together = { entries: 0, rows: 0 };
    const written = heard(inOrder([of.flush(), lines.flush()]));
    first ??= written;
    waiting.push(written);
    return written;
  };
  const writeGathered = async (): Promise<void> => {
    if (gathered) await askForGathered(gathered);
  };
  /** Has the server write some entries while the next ones are made. */
  const leaveGathered = async (of: WriteBatch): Promise<void> => {
    void askForGathered(of);
    await sent();
    await settle(AHEAD);
  };
  const leave: Recorder['leave'] = async (statement, of) => {
    if (!gathered) return leaveWritten(insertMany(db, statement, of));
    gathered.addOther(statement, of);
    writeFirst(db, writeGathered);
  };
  /** The last number of each series that the unit has given; nobody else gives one before it has ended. */
  const numbers = new Map<string, number>();
  const number: Recorder['number'] = async (series, ask) => {
    const last = numbers.get(series);
    if (!gathered || last === undefined) {
      const asked = await ask();
      if (gathered) numbers.set(series, asked);
      return asked;
    }
    numbers.set(series, last + 1);
    gathered.addNumber(series, last + 1);
    writeFirst(db, writeGathered);
    return last + 1;
  };
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
    const [last] = await inOrder([lines.end(), book.readAhead(said)]);
    const tip = last ? await noteClockStep(db, lines, last, now) : { seq: -1, at: now };
    const at = Math.max(now, tip.at);
    const entry = { seq: tip.seq + 1, at: formatTime(at), ...said };
    const wrong = await book.wrong(entry, { at, now });
    if (gathered) {
      await waitForFirst(); // before it waits itself: whatever is asked behind it is asked at once (store/postgres/connection.ts)
      await readUpdated(db, changes, rows);
      gathered.add(changes);
      if (wrong !== undefined) {
        await writeGathered();
        await settle(0);
        throw againstTheBook(wrong, entry);
      }
      changed.push(...changes);
      await lines.add(entry, carried.openings);
      together.entries += 1;
      together.rows += changes.length;
      if (together.entries >= TOGETHER || together.rows >= ROWS_TOGETHER) await leaveGathered(gathered);
      else writeFirst(db, writeGathered);
      return entry.seq;
    }
    const asking = askForChanges(db, changes, seals, rows);
    if (wrong !== undefined) {
      await (await asking).written;
      throw againstTheBook(wrong, entry);
    }
    changed.push(...changes);
    await waitForFirst();
    const adding = lines.add(entry, carried.openings);
    const written = heard(inOrder([asking.then((one) => one.written), adding.then((one) => one.written)]));
    first ??= written;
    await Promise.allSettled([asking, adding]);
    await leaveWritten(written);
    return entry.seq;
  };
  const flush = async (): Promise<void> => {
    await writeGathered();
    await settle(0);
    const of = changed;
    changed = [];
    await lines.flush();
    await keepTextsOf(db, of);
  };
  const fault = async (): Promise<unknown> => {
    const failed = (await Promise.allSettled(waiting)).find(({ status }) => status === 'rejected');
    return failed && 'reason' in failed ? failed.reason : undefined;
  };
  const gather = async (): Promise<void> => {
    if (!isPostgres(db) || gathered) return;
    await settle(0);
    firstIsIn = first !== undefined;
    gathered = createWriteBatch(db, seals, rows);
    lines.gather();
  };
  return Object.assign(record, { leave, number, flush, gather, fault, learn: book.learn, learnFound: book.learnFound });
}

import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../errors.ts';
import { deferred } from '../deferred.ts';
import { enqueue } from '../enqueue.ts';
import type { UnitConnection } from './connection.ts';
import type { DurableCommit } from './durable-commit.ts';
import { type SqliteFile, sqliteCode } from './file.ts';

/** Work between two groups. Answers whether it ended; `false`: another connection is in its way, try again later. */
type Errand = () => boolean;
interface Waiting {
  connection: UnitConnection;
  urgent: boolean;
  enter(): void;
  refuse(error: unknown): void;
}
/** A try may cost a write to the disk. */
const BETWEEN_TRIES_MS = 20;

export interface GroupOptions {
  /** Units committed together at most: 16 keeps the event loop's delay at 4 ms, 64 at 9 ms. */
  groupOf?: number;
  /** Milliseconds to wait for a writer in another process. */
  patience?: number;
}
/** Shares one BEGIN IMMEDIATE … COMMIT among the units that wait, each in its savepoint, one after another. */
export interface GroupCommit {
  /** Waits for the connection's turn, an urgent one before all that are not; the caller ends it with `connection.leave`. */
  enter(connection: UnitConnection, urgent: boolean): Promise<void>;
  /**
   * Runs `work` on the writer between two groups; while another connection is in its way, groups go on. What it commits is
   * forced to the disk with the next group, even one that writes nothing.
   */
  between(work: (writer: SqliteFile) => void): Promise<void>;
  /** Ends once nothing waits any more. */
  idle(): Promise<void>;
  /** How many groups were committed. */
  groups(): number;
}

/** SQLite rolls everything back by itself on a full disk or an I/O error; a later savepoint would silently begin anew. */
function assertOpen(writer: SqliteFile, cause?: unknown): void {
  if (writer.db.inTransaction) return;
  throw new AppError('internal', 'the database rolled back the whole group: check disk space and disk health', {
    cause,
  });
}

const heldElsewhere = (cause: unknown): AppError =>
  new AppError('overloaded', 'another program holds the database: end it and try again', { cause });

/** Tries until no other process holds the database, without blocking the event loop. */
async function patiently(writer: SqliteFile, patience: number, work: (writer: SqliteFile) => void): Promise<void> {
  for (const until = performance.now() + patience; ; await sleep(2)) {
    try {
      return work(writer);
    } catch (error) {
      if (sqliteCode(error) !== 'SQLITE_BUSY') throw error;
      if (performance.now() > until) throw heldElsewhere(error);
    }
  }
}

/** What ends a unit's turn: among others, and alone in its group. */
const ENDS = {
  shared: { begin: ['savepoint unit'], keep: ['release unit'], undo: ['rollback to unit', 'release unit'] },
  // without a savepoint: SQLite keeps a copy of each page that is changed under one, and every statement goes through them
  alone: { begin: [], keep: [], undo: ['rollback'] },
};

/** Gives one unit its turn; answers when it has left. Throws when the group is lost with it. */
function turn(
  writer: SqliteFile,
  { connection, enter }: Waiting,
  durable: Promise<void>,
  { begin, keep, undo }: (typeof ENDS)['alone' | 'shared'],
): Promise<void> {
  assertOpen(writer);
  for (const statement of begin) writer.exec(statement);
  return new Promise((next, lost) => {
    connection.file = writer;
    connection.leave = (isKept) => {
      const cause = connection.broken?.cause;
      connection.leave = undefined;
      connection.ended = 'this unit of work has already ended';
      try {
        assertOpen(writer, cause);
        for (const statement of isKept ? keep : undo) writer.exec(statement);
        next();
      } catch (error) {
        lost(error);
      }
      return durable;
    };
    // The tick comes when no microtask is left: a unit still here then waits for something that is not its transaction,
    // and its neighbours would wait with it.
    process.nextTick(() => {
      if (!connection.leave) return;
      connection.broken = new AppError('internal', 'a unit of work awaited something other than its own transaction');
      connection.leave(false).catch(() => {}); // its owner hears of `broken` instead
    });
    enter();
  });
}

/** Commits several units of work in one write to the disk, by `commit`. */
export function createGroupCommit(
  writer: SqliteFile,
  commit: DurableCommit['commit'],
  { groupOf = 16, patience = 5000 }: GroupOptions = {},
): GroupCommit {
  const waiting: Waiting[] = [];
  let errands: Errand[] = [];
  let running: Promise<void> | undefined;
  let committed = 0;

  function undo(): void {
    try {
      if (writer.db.inTransaction) writer.exec('rollback');
    } catch {
      // still inside the transaction: the next BEGIN fails and its units hear of it
    }
  }
  async function group(units: readonly Waiting[]): Promise<void> {
    const durable = deferred();
    const ends = units.length === 1 ? ENDS.alone : ENDS.shared;
    try {
      await patiently(writer, patience, (w) => w.exec('begin immediate'));
      for (const unit of units) await turn(writer, unit, durable.promise, ends);
      if (ends === ENDS.alone && !writer.db.inTransaction) return durable.resolve(); // it was undone
      assertOpen(writer);
      await commit();
      committed++;
      durable.resolve();
    } catch (error) {
      // refused units too hear of the failure: their refusal may rest on a neighbour's write that is gone
      durable.reject(error);
      for (const { refuse } of units) refuse(error);
      undo();
    }
  }
  async function run(): Promise<void> {
    try {
      for (await nextTurn(); waiting.length + errands.length > 0; await nextTurn()) {
        errands = errands.filter((errand) => !errand());
        if (waiting.length > 0) await group(waiting.splice(0, groupOf));
        else if (errands.length > 0) await sleep(2);
      }
    } finally {
      running = undefined;
    }
  }
  return {
    enter: (connection, urgent) =>
      new Promise((enter, refuse) => {
        enqueue(waiting, { connection, urgent, enter, refuse });
        running ??= run();
      }),
    between: (work) =>
      new Promise((resolve, reject) => {
        const until = performance.now() + patience;
        let next = 0;
        errands.push(() => {
          if (performance.now() < next) return false;
          next = performance.now() + BETWEEN_TRIES_MS;
          try {
            work(writer);
            resolve();
          } catch (error) {
            const isBusy = sqliteCode(error) === 'SQLITE_BUSY';
            if (isBusy && performance.now() <= until) return false;
            reject(isBusy ? heldElsewhere(error) : error);
          }
          return true;
        });
        running ??= run();
      }),
    idle: async () => {
      while (running) await running;
    },
    groups: () => committed,
  };
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClientBase, QueryResult } from 'pg';
import { AppError } from '../../errors.ts';
import { within } from '../../within.ts';
import { settleable } from '../settleable.ts';
import type { Lane, Turn } from './connection.ts';
import { databaseError, isConnectionLost } from './errors.ts';
import { CHANNEL, isFollowed } from './followed.ts';

/** Whoever writes holds this lock until their commit: the journal is one line. Any number, known to Jeton alone. */
const JOURNAL_LOCK = 7_302_025_112_601;
/** What was committed is answered after as long, in milliseconds, whoever still follows. */
const FOLLOW_MS = 5_000;

interface Waiting {
  lane: Lane;
  urgent: boolean;
  enter(): void;
  refuse(error: unknown): void;
}
export interface GroupOptions {
  /** Units committed together at most. */
  groupOf?: number;
  /**
   * Runs after each commit that changed what CRLs and OCSP are answered from, before its units are answered; the next
   * group does not wait. Its failure is its own matter, and it has five seconds.
   */
  follow?: (() => Promise<void>) | undefined;
}
/** The connection that writes. */
export interface Writer {
  /** Answers it, a new one where the last was lost. Throws what connecting throws. */
  client(): Promise<ClientBase>;
  /** Has the next one connect anew. */
  lose(): void;
}
/** Shares one BEGIN … COMMIT among the units that wait, each in its savepoint, one after another. */
export interface GroupCommit {
  /** Waits for the lane's turn, an urgent one before all that are not. */
  enter(lane: Lane, urgent: boolean): Promise<void>;
  /** Ends once nothing waits any more. */
  idle(): Promise<void>;
  /** How many groups were committed. */
  groups(): number;
}

const unknown = (cause: unknown): AppError =>
  new AppError('overloaded', 'the database was lost as it kept this: look whether it was done before you repeat it', {
    cause,
  });

/** A group has the isolation that its lock is made for, whatever is usual for the role or the database. */
const BEGIN = `begin isolation level read committed; select pg_advisory_xact_lock(${JOURNAL_LOCK})`;

/**
 * Commits. PostgreSQL also answers COMMIT with success where an administrator cancelled the wait for a standby, and warns
 * that the standby may not have it; and where it undid the transaction, and names that. Throws what pg throws, or
 * `overloaded` where nobody knows whether it lasts.
 */
async function commit(client: ClientBase, text: string): Promise<void> {
  let isWarned = false;
  const heard = (): void => {
    isWarned = true;
  };
  client.on('notice', heard);
  try {
    const answered: QueryResult | QueryResult[] = await client.query(text);
    const last = Array.isArray(answered) ? answered.at(-1) : answered;
    if (last?.command !== 'COMMIT') throw new AppError('internal', 'the database undid a group of units at its commit');
  } finally {
    client.removeListener('notice', heard);
  }
  if (isWarned) throw unknown(new Error('the server warned as it committed'));
}

/** One BEGIN … COMMIT. */
interface Group {
  durable: ReturnType<typeof settleable>;
  /** Whether a unit of it wrote what CRLs and OCSP are answered from. */
  isFollowed: boolean;
}

/** Gives one unit its turn; answers when it has left. Throws when the group is lost with it. */
async function turn(client: ClientBase, { lane, enter }: Waiting, of: Group): Promise<void> {
  await client.query('savepoint unit');
  await new Promise<void>((next, lost) => {
    let [asking, asked] = [0, 0];
    const own: Turn = {
      client,
      begins: (text) => {
        of.isFollowed ||= isFollowed(text);
        asking += 1;
        asked += 1;
      },
      ends: () => {
        asking -= 1;
        watch();
      },
      leave: (statement) => {
        lane.turn = undefined;
        lane.ended = 'this unit of work has already ended';
        // a connection that is lost loses every unit of the group, also those that have left
        if (isConnectionLost(lane.broken?.cause)) lost(lane.broken?.cause);
        else client.query(statement).then(() => next(), lost);
        return of.durable.promise;
      },
    };
    // By then the microtasks behind an answer have run: a unit that asks nothing waits for something that is not its
    // transaction, and its neighbours would wait with it, on every node.
    const watch = (): void => {
      const before = asked;
      setImmediate(() => {
        if (lane.turn !== own || asking > 0 || asked !== before) return;
        lane.broken ??= new AppError('internal', 'a unit of work awaited something other than its own transaction');
        own.leave('rollback to savepoint unit').catch(() => {}); // its owner hears of `broken` instead
      });
    };
    lane.turn = own;
    watch();
    enter();
  });
}

/** Commits several units of work in one write to the server's log. */
export function createGroupCommit(writer: Writer, { groupOf = 16, follow }: GroupOptions = {}): GroupCommit {
  const waiting: Waiting[] = [];
  let running: Promise<void> | undefined;
  let committed = 0;
  /** Of groups that are committed, and not answered yet. */
  const following = new Set<Promise<void>>();

  function answer({ durable, isFollowed: followed }: Group): void {
    if (!followed || !follow) {
      durable.resolve();
      return;
    }
    const followedBy = follow().catch(() => {});
    const done = within(FOLLOW_MS, followedBy, () => {}).then(() => {
      following.delete(done);
      durable.resolve();
    });
    following.add(done);
  }
  const undo = async (client: ClientBase | undefined, error: unknown): Promise<void> => {
    if (isConnectionLost(error)) return writer.lose();
    await client?.query('rollback').catch(() => writer.lose());
  };
  /** A connection that was lost since the group before is noticed here, before anything was asked of it: another one serves. */
  const begin = async ({ again }: { again: boolean }): Promise<ClientBase> => {
    const client = await writer.client();
    try {
      await client.query(BEGIN);
      return client;
    } catch (error) {
      await undo(client, error);
      if (!again || !isConnectionLost(error)) throw error;
      return begin({ again: false });
    }
  };
  async function group(units: readonly Waiting[]): Promise<void> {
    const of: Group = { durable: settleable(), isFollowed: false };
    let client: ClientBase | undefined;
    let committing = false;
    try {
      client = await begin({ again: true });
      for (const unit of units) await turn(client, unit, of);
      committing = true;
      // other nodes hear of it with the commit, and of nothing when it fails
      await commit(client, of.isFollowed ? `notify ${CHANNEL}; commit` : 'commit');
      committed += 1;
      answer(of);
    } catch (error) {
      const told = committing && isConnectionLost(error) ? unknown(error) : databaseError(error);
      // refused units too hear of the failure: their refusal may rest on a neighbour's write that is gone
      of.durable.reject(told);
      for (const { refuse } of units) refuse(told);
      await undo(client, error);
    }
  }
  async function run(): Promise<void> {
    try {
      for (await nextTurn(); waiting.length > 0; await nextTurn()) await group(waiting.splice(0, groupOf));
    } finally {
      running = undefined;
    }
  }
  return {
    enter: (lane, urgent) =>
      new Promise((enter, refuse) => {
        const place = urgent ? waiting.findIndex((one) => !one.urgent) : -1;
        waiting.splice(place < 0 ? waiting.length : place, 0, { lane, urgent, enter, refuse });
        running ??= run();
      }),
    idle: async () => {
      while (running) await running;
      await Promise.all(following);
    },
    groups: () => committed,
  };
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Client } from 'pg';
import { AppError } from '../../errors.ts';
import { within } from '../../within.ts';
import { deferred } from '../deferred.ts';
import { enqueue } from '../enqueue.ts';
import { BEGIN, commit, unknown } from './commit.ts';
import type { Turn, UnitConnection } from './connection.ts';
import { cutAfter } from './server/connect.ts';
import { databaseError, isConnectionLost } from './server/errors.ts';
import { createStanding, type StandingOptions } from './standing.ts';
import { CHANNEL, isFollowed } from './status/followed.ts';

/** What was committed is answered after as long, in milliseconds, whoever still follows. */
const FOLLOW_MS = 5_000;
/** Longer than a lock is waited for: a server, or a standby that a commit waits for, that is silent for as long is given up. */
const ANSWER_MS = 90_000;
/** How soon another connection is sought where the last was lost, in milliseconds. */
const AGAIN_MS = 1_000;

interface Waiting {
  connection: UnitConnection;
  urgent: boolean;
  enter(): void;
  refuse(error: unknown): void;
}
export interface GroupOptions extends StandingOptions {
  /** Units committed together at most. */
  groupOf?: number;
  /**
   * Runs after each commit that changed what CRLs and OCSP are answered from, before its units are answered; the next
   * group does not wait. Its failure is its own matter, and it has five seconds.
   */
  follow?: (() => Promise<void>) | undefined;
  /** Milliseconds after which a server that says nothing is given up. */
  answerMs?: number;
}
/** The connection that writes. */
export interface Writer {
  /** Answers it, a new one where the last was lost. Throws what connecting throws. */
  client(): Promise<Client>;
  /** Has the next one connect anew. */
  lose(): void;
}
/** Shares one BEGIN … COMMIT among the units that wait, each in its savepoint, one after another. */
export interface GroupCommit {
  /** Waits for the connection's turn, an urgent one before all that are not. */
  enter(connection: UnitConnection, urgent: boolean): Promise<void>;
  /** Ends once nothing waits any more, and seeks no other connection from then on. */
  idle(): Promise<void>;
  /** Whether writes go through: false while no connection can be had, another instance has the lock, or a group is late. */
  isWritable(): boolean;
  /** How many groups were committed. */
  groups(): number;
}

type End = Parameters<Turn['leave']>[0];

/** One BEGIN … COMMIT. */
interface Group {
  durable: ReturnType<typeof deferred>;
  /** Whether a unit of it wrote what CRLs and OCSP are answered from. */
  isFollowed: boolean;
}

/** What `work` on a client comes to, which fails as lost where the server says nothing for too long. */
type Bounded = <R>(client: Client, work: Promise<R>) => Promise<R>;

/** Gives one unit its turn; answers how it left. Throws when the group is lost with it. */
function turn(client: Client, { connection, enter }: Waiting, of: Group, bounded: Bounded): Promise<End> {
  return new Promise((left, lost) => {
    let [asking, asked] = [0, 0];
    const own: Turn = {
      client,
      bounded: (work) => bounded(client, work),
      begins: (text) => {
        of.isFollowed ||= isFollowed(text);
        asking += 1;
        asked += 1;
      },
      ends: () => {
        asking -= 1;
        watch();
      },
      leave: (end) => {
        connection.turn = undefined;
        connection.ended = 'this unit of work has already ended';
        // a connection that is lost loses every unit of the group, also those that have left
        if (isConnectionLost(connection.broken?.cause)) lost(connection.broken?.cause);
        else left(end);
        return of.durable.promise;
      },
    };
    // By then the microtasks behind an answer have run: a unit that asks nothing waits for something that is not its
    // transaction, and its neighbours would wait with it, on every node.
    const watch = (): void => {
      const before = asked;
      setImmediate(() => {
        if (connection.turn !== own || asking > 0 || asked !== before) return;
        connection.broken ??= new AppError(
          'internal',
          'a unit of work awaited something other than its own transaction',
        );
        own.leave('undo').catch(() => {}); // its owner hears of `broken` instead
      });
    };
    connection.turn = own;
    watch();
    enter();
  });
}

const NEXT: Readonly<Record<End, string>> = {
  keep: 'release savepoint unit; savepoint unit',
  undo: 'rollback to savepoint unit',
};
const LAST: Readonly<Record<End, string>> = {
  keep: 'release savepoint unit; commit',
  undo: 'rollback to savepoint unit; commit',
};

/** Other nodes hear of it with the commit, and of nothing when it fails. */
const telling = (statement: string): string => statement.replace(/commit$/, `notify ${CHANNEL}; commit`);

/** Sends a statement whose answer nobody waits for yet: what comes behind it on the connection fails where it does. */
function sent(client: Client, statement: string): Promise<unknown> {
  const answer = client.query(statement);
  answer.catch(() => {}); // heard of by whoever waits for it
  return answer;
}

/** Commits several units of work in one write to the server's log. */
export function createGroupCommit(writer: Writer, options: GroupOptions = {}): GroupCommit {
  const { groupOf = 16, follow, answerMs = ANSWER_MS } = options;
  const waiting: Waiting[] = [];
  const standing = createStanding(options);
  const bounded: Bounded = (client, work) => cutAfter(client, answerMs, work);
  let running: Promise<void> | undefined;
  let committed = 0;
  /** Seeks another connection, with a group of nobody. */
  let again: NodeJS.Timeout | undefined;
  let isSeeking = false;
  let isClosed = false;
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
  /** Also while nobody asks for anything, so that no other instance takes what is ours because we did not look. */
  const seek = (): void => {
    if (isClosed) return;
    clearTimeout(again);
    again = setTimeout(() => {
      isSeeking = true;
      running ??= run();
    }, AGAIN_MS);
    again.unref();
  };
  const lose = (): void => {
    writer.lose();
    seek();
  };
  const undo = async (client: Client | undefined, error: unknown): Promise<void> => {
    if (isConnectionLost(error)) return lose();
    if (client) await bounded(client, client.query('rollback')).catch(lose);
  };
  const connected = async (): Promise<Client> => {
    try {
      return await writer.client();
    } catch (error) {
      standing.fails(databaseError(error));
      throw error;
    }
  };
  /** A connection that was lost since the group before is noticed here, before anything was asked of it: another one serves. */
  const begin = async (statement: string, { isFirst }: { isFirst: boolean }): Promise<Client> => {
    const client = await connected();
    try {
      await bounded(client, client.query(statement));
      return client;
    } catch (error) {
      await undo(client, error);
      if (!isFirst || !isConnectionLost(error)) throw error;
      return begin(statement, { isFirst: false });
    }
  };
  async function group(units: readonly Waiting[]): Promise<void> {
    const of: Group = { durable: deferred(), isFollowed: false };
    let client: Client | undefined;
    let committing = false;
    const ends = standing.begins();
    try {
      const isAlone = units.length < 2; // needs no savepoint
      client = await begin(isAlone ? BEGIN : `${BEGIN}; savepoint unit`, { isFirst: true });
      const between: Promise<unknown>[] = [];
      let end: End = 'keep';
      for (const [i, unit] of units.entries()) {
        end = await turn(client, unit, of, bounded);
        if (i < units.length - 1) between.push(sent(client, NEXT[end]));
      }
      await bounded(client, Promise.all(between));
      committing = true;
      if (isAlone && end === 'undo') await bounded(client, client.query('rollback'));
      else {
        const last = isAlone ? 'commit' : LAST[end];
        await bounded(client, commit(client, of.isFollowed ? telling(last) : last));
        if (units.length > 0) committed += 1;
      }
      standing.succeeds();
      answer(of);
    } catch (error) {
      const told = committing && isConnectionLost(error) ? unknown(error) : databaseError(error);
      // refused units too hear of the failure: their refusal may rest on a neighbour's write that is gone
      of.durable.reject(told);
      for (const { refuse } of units) refuse(told);
      await undo(client, error);
      if (!standing.isWritable()) seek();
    } finally {
      ends();
    }
  }
  async function run(): Promise<void> {
    try {
      for (await nextTurn(); waiting.length > 0 || isSeeking; await nextTurn()) {
        isSeeking = false;
        await group(waiting.splice(0, groupOf));
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
    idle: async () => {
      isClosed = true;
      clearTimeout(again);
      while (running) await running;
      await Promise.all(following);
    },
    isWritable: standing.isWritable,
    groups: () => committed,
  };
}

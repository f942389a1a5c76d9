import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Client, QueryResult } from 'pg';
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
  client(): Promise<Client>;
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

type End = Parameters<Turn['leave']>[0];

/** One BEGIN … COMMIT. */
interface Group {
  durable: ReturnType<typeof settleable>;
  /** Whether a unit of it wrote what CRLs and OCSP are answered from. */
  isFollowed: boolean;
}

/** Gives one unit its turn; answers how it left. Throws when the group is lost with it. */
function turn(client: Client, { lane, enter }: Waiting, of: Group): Promise<End> {
  return new Promise((left, lost) => {
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
      leave: (end) => {
        lane.turn = undefined;
        lane.ended = 'this unit of work has already ended';
        // a connection that is lost loses every unit of the group, also those that have left
        if (isConnectionLost(lane.broken?.cause)) lost(lane.broken?.cause);
        else left(end);
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
        own.leave('undo').catch(() => {}); // its owner hears of `broken` instead
      });
    };
    lane.turn = own;
    watch();
    enter();
  });
}

const BEGIN = `begin; select pg_advisory_xact_lock(${JOURNAL_LOCK})`;
/** A group of one needs no savepoint. */
const ALONE: Readonly<Record<End, string>> = { keep: 'commit', undo: 'rollback' };
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

/** Whether a server has committed: of a transaction that it had aborted before it says that it rolled back, and no error. */
const isCommitted = (answer: QueryResult | QueryResult[]): boolean => [answer].flat().at(-1)?.command === 'COMMIT';

/** Sends a statement whose answer nobody waits for yet: what comes behind it on the connection fails where it does. */
function sent(client: Client, statement: string): Promise<unknown> {
  const answer = client.query(statement);
  answer.catch(() => {}); // heard of by whoever waits for it
  return answer;
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
  const undo = async (client: Client | undefined, error: unknown): Promise<void> => {
    if (isConnectionLost(error)) return writer.lose();
    await client?.query('rollback').catch(() => writer.lose());
  };
  /** A connection that was lost since the group before is noticed here, before anything was asked of it: another one serves. */
  const begin = async (statement: string, { again }: { again: boolean }): Promise<Client> => {
    const client = await writer.client();
    try {
      await client.query(statement);
      return client;
    } catch (error) {
      await undo(client, error);
      if (!again || !isConnectionLost(error)) throw error;
      return begin(statement, { again: false });
    }
  };
  async function group(units: readonly Waiting[]): Promise<void> {
    const of: Group = { durable: settleable(), isFollowed: false };
    let client: Client | undefined;
    let committing = false;
    try {
      const isAlone = units.length === 1;
      client = await begin(isAlone ? BEGIN : `${BEGIN}; savepoint unit`, { again: true });
      const between: Promise<unknown>[] = [];
      let end: End = 'undo';
      for (const [i, unit] of units.entries()) {
        end = await turn(client, unit, of);
        if (i < units.length - 1) between.push(sent(client, NEXT[end]));
      }
      await Promise.all(between);
      committing = true;
      const last = (isAlone ? ALONE : LAST)[end];
      const said: QueryResult | QueryResult[] = await client.query(of.isFollowed ? telling(last) : last);
      if (isCommitted(said)) committed += 1;
      else if (!isAlone || end === 'keep') throw new AppError('internal', 'the database did not keep this');
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

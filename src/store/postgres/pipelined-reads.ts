import type { Pool, PoolClient, QueryResult } from 'pg';
import { isLong } from '../statements/long.ts';
import { askServer, type Question } from './question.ts';
import { TOGETHER } from './server/address.ts';

/** Asks one question, on whichever connection. Throws what pg throws. */
export type Ask = (question: Question) => Promise<QueryResult>;

interface Asker {
  answer(result: QueryResult): void;
  fail(error: unknown): void;
}
/** One question, and all who asked it in the same moment. */
interface Asked {
  question: Question;
  askers: Asker[];
}

/** The same answer for somebody else, who may do with its rows as they like. */
const copyOf = (result: QueryResult): QueryResult => ({ ...result, rows: result.rows.map((row) => ({ ...row })) });

async function send(client: PoolClient, asked: readonly Asked[]): Promise<void> {
  let failure: Error | undefined;
  const { stream } = client.connection;
  stream.cork(); // one packet: each would wake the server's process anew
  const answers = asked.map(({ question, askers }) =>
    askServer(client, question).then(
      (result) => {
        const [first, ...others] = askers;
        first?.answer(result);
        for (const { answer } of others) answer(copyOf(result));
      },
      (error: Error) => {
        failure = error;
        for (const { fail } of askers) fail(error);
      },
    ),
  );
  stream.uncork();
  await Promise.all(answers);
  client.release(failure);
}

/** Connections that the long questions of one turn are dealt to; more where each would have more than four. */
const LONG_AT_ONCE = 2;

/** In turn to so many: neighbours are alike, and slow ones hold one another. */
const dealt = (all: readonly Asked[], among: number): Asked[][] =>
  Array.from({ length: among }, (_, nth) => all.filter((__, at) => at % among === nth));

/**
 * Asks the questions of one turn of the event loop together, four on each connection, which answers them in their order and each for
 * itself; long ones have connections of their own, and the same one twice is asked once. Waking a process of the server costs as much as most questions do.
 */
export function pipelinedReads(pool: Pool): Ask {
  let waiting = new Map<string, Asked>();
  const sendAll = (): void => {
    const all = [...waiting.values()];
    // not clear(): in V8 a cleared Map's old table stays linked to the next, so that old questions would outlive small collections
    waiting = new Map();
    const long = all.filter(({ question }) => isLong(question.text));
    const short = all.filter(({ question }) => !isLong(question.text));
    // what is short first: eight searches at once leave connections for a sign-in
    for (const some of [
      ...dealt(short, Math.ceil(short.length / TOGETHER)),
      ...dealt(long, Math.max(Math.min(long.length, LONG_AT_ONCE), Math.ceil(long.length / TOGETHER))),
    ]) {
      pool.connect().then(
        (client) => send(client, some),
        (error) => {
          for (const { askers } of some) for (const { fail } of askers) fail(error);
        },
      );
    }
  };
  return (question) =>
    new Promise((answer, fail) => {
      if (waiting.size === 0) process.nextTick(sendAll);
      const key = JSON.stringify([question.text, question.values]);
      const same = waiting.get(key);
      if (same) same.askers.push({ answer, fail });
      else waiting.set(key, { question, askers: [{ answer, fail }] });
    });
}

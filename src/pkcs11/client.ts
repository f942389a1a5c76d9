import type { ChildProcess } from 'node:child_process';
import { z } from 'zod';
import { Failure } from './failure.ts';
import type { TokenSettings } from './settings.ts';
import { type Login, OrderFailed, withPin } from './tried-pins.ts';
import { forkWorker, type WorkerProgram } from './worker-program.ts';

/** What a worker that runs `answerOrders` sends: all of it may be an attacker's. */
const Reply = z.union([
  z.strictObject({ id: z.int(), failure: Failure }),
  z.strictObject({ id: z.int(), result: z.unknown() }),
]);

/** A hardware module may think for seconds over a key; one that answers nothing for longer is stuck. */
const PATIENCE_MS = 20_000;

interface ClientConfig<R> {
  token: Pick<TokenSettings, 'module' | 'env'>;
  program: WorkerProgram;
  /** What an answer has to be. */
  result: z.ZodType<R>;
  /** The error for a problem or a return code of PKCS#11. */
  broken(why: string): Error;
}
/** The worker of one token. */
export interface TokenClient<R> {
  /** Sends an order and answers its result; rejects with what `broken` makes of the failure. A refused PIN is not sent again. */
  ask(order: Login & Readonly<Record<string, unknown>>): Promise<R>;
  /** Ends the worker; the next order starts another. */
  end(): void;
}
interface Waiting<R> {
  resolve(result: R): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

/**
 * One worker process for a token, started with the first order and again after it ended. A module that crashes ends its
 * worker and nothing else.
 */
export function createTokenClient<R>({ token, program, result, broken }: ClientConfig<R>): TokenClient<R> {
  const waiting = new Map<number, Waiting<R>>();
  let child: ChildProcess | undefined;
  let last = 0;

  /** Ends the worker; all that wait fail for the same reason. */
  function end(why: string): void {
    child?.kill('SIGKILL');
    child = undefined;
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(new OrderFailed(why));
    }
    waiting.clear();
  }

  /** Settles the order that a message answers; false when the message makes no sense. */
  function settle(message: unknown): boolean {
    const reply = Reply.safeParse(message).data;
    const asked = reply && waiting.get(reply.id);
    if (!reply || !asked) return false;
    const parsed = 'result' in reply ? result.safeParse(reply.result) : undefined;
    if (parsed?.success === false) return false;
    waiting.delete(reply.id);
    clearTimeout(asked.timer);
    if (parsed) {
      asked.resolve(parsed.data);
      // orders are done one after another: their time begins anew, since only silence says that a module is stuck
      for (const { timer } of waiting.values()) timer.refresh();
    } else if ('failure' in reply) {
      const why = reply.failure.problem ?? reply.failure.rv ?? 'malformed';
      asked.reject(new OrderFailed(why));
      end(why); // it answers nothing more (answer-orders.ts)
    }
    return true;
  }

  function begin(): ChildProcess {
    const begun = forkWorker(program, token.module, token.env);
    // an idle worker keeps no program alive; it ends with the channel
    begun.unref();
    begun.channel?.unref();
    const ifCurrent = (why: string) => () => {
      if (child === begun) end(why);
    };
    begun.on('error', ifCurrent('crashed'));
    begun.on('exit', ifCurrent('crashed'));
    begun.on('message', (message) => {
      if (!settle(message)) ifCurrent('malformed')();
      else if (waiting.size === 0) begun.channel?.unref();
    });
    return begun;
  }

  function send(order: object): Promise<R> {
    return new Promise((resolve, reject) => {
      child ??= begin();
      last += 1;
      waiting.set(last, { resolve, reject, timer: setTimeout(() => end('deadline'), PATIENCE_MS) });
      child.channel?.ref();
      // a closed channel is told by the exit that follows it
      child.send({ id: last, order }, () => undefined);
    });
  }

  return {
    ask: (order) =>
      withPin(token.module, order, () => send(order)).catch((error: unknown) => {
        throw error instanceof OrderFailed ? broken(error.why) : error;
      }),
    end: () => end('stopped'),
  };
}

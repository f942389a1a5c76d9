import { AppError } from '../../../errors.ts';

/** How many such readings one person has asked for at once: a few windows, and far less than the line that all wait in. */
const MOST = 4;

const tooManyOfYours = (): AppError =>
  new AppError(
    'overloaded',
    `${MOST} of your searches, counts, reports, forecasts or pages of a life are running or wait: wait until one has ended`,
    {
      detail: { why: 'readings-of-yours' },
    },
  );
export const hasGone = (): AppError => new AppError('wrong_state', 'who asked for this has gone');

/** One of somebody's readings. */
interface Place {
  begin(): void;
}
/** Runs a piece of work for a person once it is its turn among theirs. Throws `overloaded`; `wrong_state` once `gone`, while it waits. */
export type FewAtOnce = <R>(personId: string, work: () => Promise<R>, gone?: AbortSignal) => Promise<R>;

/**
 * Bounds what one person has read at once, of all kinds together: one at a time, three more wait for it, others are refused. So
 * one who asks without end holds one of the two processes that read (app/readings), for the milliseconds of a forecast both, and fills no
 * line in which others wait.
 */
export function createFewAtOnce(): FewAtOnce {
  const lines = new Map<string, Place[]>();

  /** Answers when those before it have ended, with what gives the place to the next. */
  const turn = async (personId: string, gone?: AbortSignal): Promise<() => void> => {
    const line = lines.get(personId) ?? [];
    if (line.length >= MOST) throw tooManyOfYours();
    lines.set(personId, line);
    const mine: Place = { begin: () => {} };
    const leave = (): void => {
      line.splice(line.indexOf(mine), 1);
      if (line.length === 0) lines.delete(personId);
      line[0]?.begin(); // the one that runs has begun: to it this is nothing
    };
    line.push(mine);
    if (line[0] === mine) return leave;
    try {
      await new Promise<void>((begin, refuse) => {
        mine.begin = begin;
        gone?.addEventListener('abort', () => refuse(hasGone()), { once: true });
        if (gone?.aborted) refuse(hasGone());
      });
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  };

  return async (personId, work, gone) => {
    const leave = await turn(personId, gone);
    try {
      return await work();
    } finally {
      leave();
    }
  };
}

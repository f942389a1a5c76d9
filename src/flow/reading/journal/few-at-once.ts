import { AppError } from '../../../errors.ts';

/** How many such readings one person has at once: a few windows, and far less than the line that all wait in. */
const MOST = 4;

const tooManyOfYours = (): AppError =>
  new AppError(
    'overloaded',
    `${MOST} of your searches, reports or pages of a machine's life are running: wait until one has ended`,
    {
      detail: { why: 'readings-of-yours' },
    },
  );

/**
 * Bounds what one person has read at once, so that one who asks without end fills no line in which others wait. Answers
 * what runs a piece of work for a person; it throws `overloaded` while four of theirs run or wait.
 */
export function createFewAtOnce(): <R>(personId: string, work: () => Promise<R>) => Promise<R> {
  const running = new Map<string, number>();
  return async (personId, work) => {
    const before = running.get(personId) ?? 0;
    if (before >= MOST) throw tooManyOfYours();
    running.set(personId, before + 1);
    try {
      return await work();
    } finally {
      const left = (running.get(personId) ?? 1) - 1;
      if (left === 0) running.delete(personId);
      else running.set(personId, left);
    }
  };
}

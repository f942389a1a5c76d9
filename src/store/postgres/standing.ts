import { AppError } from '../../errors.ts';

/** A group that is not done after as long keeps all others waiting, in milliseconds. */
const LATE_MS = 10_000;

export interface StandingOptions {
  /** Told when nothing can be written any more, of each reason once, and when it can again, without an error. */
  warn?: ((message: string, error?: unknown) => void) | undefined;
  /** Milliseconds after which people are told that a group is late. */
  lateMs?: number;
}

/** Whether writes go through. Each reason why not is told once, until they do. */
export function createStanding({ warn = () => {}, lateMs = LATE_MS }: StandingOptions) {
  const reasons = new Set<string>();
  const fails = (error: unknown): void => {
    const reason = String(error);
    if (!reasons.has(reason)) warn('nothing can be written to the database', error);
    reasons.add(reason);
  };
  const succeeds = (): void => {
    if (reasons.size > 0) warn('the database can be written to again');
    reasons.clear();
  };
  return {
    fails,
    succeeds,
    isWritable: () => reasons.size === 0,
    /** Says so where what follows takes long; answers how to say that it is over. */
    begins: (): (() => void) => {
      const late = () => fails(new AppError('overloaded', 'the database is late to keep what it was given'));
      const timer = setTimeout(late, lateMs);
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}

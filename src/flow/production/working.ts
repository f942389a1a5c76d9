import { AppError } from '../../errors.ts';

/**
 * The jobs that calls of this process have in hand. An open job of its run that nobody has in hand was left there: what should have undone
 * it failed. Kept in memory: with the process goes the run.
 */
export interface Working {
  has(jobId: string): boolean;
  /**
   * Opens a job: `begin` says its id before it is committed. Where it throws, nobody has the job in hand. Throws `overloaded` once
   * this process stops.
   */
  open<W>(begin: (mine: (jobId: string) => void) => Promise<W>): Promise<W>;
  /** The job is in hand until `work` ends, whatever it comes to. */
  until<R>(jobId: string, work: () => Promise<R>): Promise<R>;
  /** From now on nothing is begun here. Answers once nothing is in hand. */
  rest(): Promise<void>;
}

export function createWorking(): Working {
  const inHand = new Set<string>();
  const waiting: (() => void)[] = [];
  let rests = false;
  const drop = (jobId: string | undefined): void => {
    if (jobId !== undefined) inHand.delete(jobId);
    if (inHand.size === 0) for (const answer of waiting.splice(0)) answer();
  };
  return {
    has: (jobId) => inHand.has(jobId),
    open: async (begin) => {
      if (rests) throw new AppError('overloaded', 'the service is stopping: try again once it runs');
      let own: string | undefined;
      try {
        return await begin((jobId) => {
          own = jobId;
          inHand.add(jobId);
        });
      } catch (error) {
        drop(own);
        throw error;
      }
    },
    until: async (jobId, work) => {
      try {
        return await work();
      } finally {
        drop(jobId);
      }
    },
    rest: async () => {
      rests = true;
      if (inHand.size > 0) await new Promise<void>((answer) => waiting.push(answer));
    },
  };
}

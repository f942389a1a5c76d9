import { AppError } from '../../errors.ts';

/**
 * The jobs that calls of this process have in hand, and likewise workstations' certificates and confirmed decisions. An open
 * one of its run that nobody has in hand was left there: what should have undone it failed. Kept in memory: with the process
 * goes the run.
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
  /** Jobs that are being opened, whose id nobody knows yet. */
  let opening = 0;
  const waiting: (() => void)[] = [];
  let rests = false;
  const isIdle = (): boolean => inHand.size === 0 && opening === 0;
  const drop = (jobId: string | undefined): void => {
    if (jobId !== undefined) inHand.delete(jobId);
    if (isIdle()) for (const answer of waiting.splice(0)) answer();
  };
  return {
    has: (jobId) => inHand.has(jobId),
    open: async (begin) => {
      if (rests) throw new AppError('overloaded', 'the service is stopping: try again once it runs');
      let own: string | undefined;
      opening += 1;
      try {
        const work = await begin((jobId) => {
          own = jobId;
          inHand.add(jobId);
        });
        opening -= 1;
        return work;
      } catch (error) {
        opening -= 1;
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
      if (!isIdle()) await new Promise<void>((answer) => waiting.push(answer));
    },
  };
}

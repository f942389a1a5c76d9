import type { Deps } from './act.ts';

/** What is carried out in turns, by one node at a time; each piece of it by the id of its row. */
export interface ClaimedWork {
  /** Whether it was free, and is this node's now. Whoever claims it runs it or releases it. */
  claim(id: string): Promise<boolean>;
  release(id: string): Promise<void>;
  /** Runs what the caller has claimed; the claim is given back at its end. */
  run(id: string): void;
  /** After a change: it runs here unless another node has it. What runs here already is run once more, to see the change. */
  take(id: string): Promise<void>;
  /** Now and then: of these, what no node runs is run here. */
  resume(ids: readonly string[]): Promise<void>;
  isRunning(id: string): boolean;
  /** Asked between two pieces: false once the service stops, or the claim is lost. */
  goesOn(id: string): boolean;
  /** Answers once this one does not run here, or none does. */
  ended(id?: string): Promise<void>;
  /** Ends after the pieces that are being done: the rest goes on at the next start. */
  stop(): Promise<void>;
}

/** Work of one kind, under claims that are called after it. A run that fails is warned of, and the next round tries again. */
export function createClaimedWork(
  { claims, warn }: Pick<Deps, 'claims' | 'warn'>,
  kind: 'campaign' | 'import' | 'recall',
  work: (id: string) => Promise<unknown>,
): ClaimedWork {
  const running = new Map<string, Promise<void>>();
  /** What was taken while it ran here. */
  const again = new Set<string>();
  let isStopping = false;

  const claim = (id: string): Promise<boolean> => claims.claim(`${kind} ${id}`);
  const release = (id: string): Promise<void> => claims.release(`${kind} ${id}`);
  const failed = (id: string, error: unknown): void => warn(`${kind} ${id} waits to be taken up again`, error);
  const once = (id: string): Promise<unknown> =>
    work(id)
      .catch((error: unknown) => failed(id, error))
      .finally(() => release(id));

  const carryOut = async (id: string): Promise<void> => {
    try {
      do {
        again.delete(id);
        await once(id);
      } while (again.has(id) && !isStopping && (await claim(id)));
    } catch (error) {
      failed(id, error);
    }
    // it counts as running until its claim was given back: whoever changes it meanwhile cannot claim it, and is heard by `again`
    running.delete(id);
    again.delete(id);
  };
  const run = (id: string): void => void running.set(id, carryOut(id));
  const takeFree = async (id: string): Promise<void> => {
    if (!isStopping && (await claim(id))) run(id);
  };

  return {
    claim: async (id) => !running.has(id) && claim(id),
    release,
    run,
    take: async (id) => {
      if (running.has(id)) again.add(id);
      else await takeFree(id);
    },
    resume: async (ids) => {
      for (const id of ids) if (!running.has(id)) await takeFree(id);
    },
    isRunning: (id) => running.has(id),
    goesOn: (id) => !isStopping && claims.holds(`${kind} ${id}`),
    ended: async (id) => {
      if (id !== undefined) await running.get(id);
      // others may begin meanwhile
      else while (running.size > 0) await Promise.all(running.values());
    },
    stop: async () => {
      isStopping = true;
      await Promise.all(running.values());
    },
  };
}

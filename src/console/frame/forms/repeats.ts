import type { Clock } from '../../../flow/ports/clock.ts';

/** A scanner that reads the same code twice within this did it by itself: nobody scans one paper twice so fast. */
const REPEAT_MS = 2_000;

/** What each person scanned last on one screen. Only what a scanner stammers is dropped; what a scan means is stored. */
export function createRepeats(clock: Clock) {
  const last = new Map<string, { read: string; at: number }>();
  return {
    /**
     * Does `work` with what was read, or `again` where the same was read a moment ago. What was refused is not remembered: read again
     * at once, it is refused again, for the page has to say why.
     */
    async once<R>(
      { personId, read }: { personId: string; read: string },
      again: () => R | Promise<R>,
      work: () => Promise<R>,
    ): Promise<R> {
      const before = last.get(personId);
      last.set(personId, { read, at: clock.now() });
      if (before?.read === read && clock.now() - before.at < REPEAT_MS) return again();
      try {
        return await work();
      } catch (error) {
        last.delete(personId);
        throw error;
      }
    },
  };
}

import type { Clock } from '../../flow/ports/clock.ts';

/** A scanner that reads the same code twice within this did it by itself: nobody scans one paper twice so fast. */
const REPEAT_MS = 2_000;

/** What each technician scanned last. Only what a scanner stammers is forgotten here; what a scan means is stored. */
export function createRepeats(clock: Clock) {
  const last = new Map<string, { read: string; at: number }>();
  return {
    /** Whether the same was read a moment ago; it is remembered as read now. */
    isRepeat(personId: string, read: string): boolean {
      const before = last.get(personId);
      last.set(personId, { read, at: clock.now() });
      return before?.read === read && clock.now() - before.at < REPEAT_MS;
    },
  };
}

import { createReplay, type Replay } from '../../../src/book/judge/replay.ts';
import type { Entry } from '../../../src/journal/entry.ts';

/** The rows that entries tell of. Throws for a change that cannot be. */
export function replayed(entries: Iterable<Entry>): Replay {
  const replay = createReplay();
  for (const entry of entries) {
    const steps = replay.steps(entry);
    if (typeof steps === 'string') throw new Error(`entry ${entry.seq}: ${steps}`);
    replay.apply(entry, steps);
  }
  return replay;
}

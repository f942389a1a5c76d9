import type { Config } from '../config.ts';
import { parseCheckpoint } from '../journal/checkpoint.ts';
import { readKeptCheckpoint, writeKeptCheckpoint } from './last-checkpoint.ts';
import type { Records } from './records.ts';
import type { Round } from './scheduler.ts';

const sizeOf = (note: string | undefined): number => (note === undefined ? -1 : parseCheckpoint(note).size);

/**
 * What this node takes up of what other nodes wrote, where there may be others: rows that are known to differ, which it
 * refuses too, and the last signed checkpoint, which its folder keeps so that it knows an older database again.
 */
export function createFollowing(
  { dataDir, postgres }: Pick<Config, 'dataDir' | 'postgres'>,
  { opened: { store, journal } }: Pick<Records, 'opened'>,
): { rounds: readonly Round[] } {
  if (!postgres) return { rounds: [] };
  const keepCheckpoint = async (): Promise<void> => {
    const last = await journal.lastCheckpoint();
    if (last && last.size > sizeOf(readKeptCheckpoint(dataDir))) writeKeptCheckpoint(dataDir, last.note);
  };
  return {
    rounds: [
      { name: 'differences', everyMs: 2_000, run: store.distrust },
      { name: 'kept checkpoint', everyMs: 30_000, run: keepCheckpoint },
    ],
  };
}
export type Following = ReturnType<typeof createFollowing>;

import { parseCheckpoint } from '../../../src/journal/checkpoint.ts';
import type { KeeperRecords } from '../../../src/journal/keeper.ts';

/** What a node keeps beside its database, in memory. */
export function keptBeside(): Pick<KeeperRecords, 'kept' | 'keepOnNode'> {
  let kept: string | undefined;
  return {
    kept: () => (kept === undefined ? undefined : parseCheckpoint(kept)),
    keepOnNode: (note) => {
      kept = note;
    },
  };
}

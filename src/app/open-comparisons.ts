import { steadyClock as clock } from '../chance.ts';
import type { Config } from '../config.ts';
import type { Flow } from '../flow/index.ts';
import type { Keeper } from '../journal/keeper.ts';
import type { Progress } from '../journal/long-reading.ts';
import type { Log } from '../log.ts';
import { tellable } from '../store/seal/sealed-tables.ts';
import { compareOnce } from './compare-once.ts';
import { type Comparisons, createComparisons } from './comparisons.ts';
import { readKeptCheckpoint } from './folder/last-checkpoint.ts';
import { placeOf } from './place.ts';
import type { Records } from './records.ts';

/**
 * Comparisons of the tables with the journal. They are told what was found before they were opened: triggers that were
 * changed, and rows whose seal does not fit.
 */
export function openComparisons(
  config: Config,
  { opened, rowKey, tampering }: Records,
  { flow, keeper, log }: { flow: Flow; keeper: Keeper; log: Log },
): Comparisons {
  const compare = (progress: Progress) =>
    compareOnce(
      {
        place: placeOf(config),
        rowKey: Buffer.from(rowKey).toString('base64'),
        vkey: keeper.vkey,
        kept: readKeptCheckpoint(config.dataDir),
      },
      progress,
    );
  const comparisons = createComparisons({
    flow,
    clock,
    log,
    compare,
    holdTriggers: opened.holdTriggers,
    isListWhole: opened.isListWhole,
  });
  tampering.listen(({ table, id }) => comparisons.found({ table, id, kind: 'different' }));
  for (const name of opened.mendedTriggers) {
    comparisons.found({ table: 'trigger', id: tellable(name), kind: 'different' });
  }
  return comparisons;
}

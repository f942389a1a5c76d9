import { createComparisons } from '../../../src/app/comparisons.ts';
import type { Flow } from '../../../src/flow/index.ts';
import type { Clock } from '../../../src/flow/ports/clock.ts';
import type { Log } from '../../../src/log.ts';
import { compareTables } from '../../../src/store/compare/compare.ts';
import { openReadOnly } from '../../../src/store/sqlite/read-only.ts';
import type { OpenStore } from '../../../src/store/store.ts';
import { ROW_KEY } from '../records/row-key.ts';

const SILENT: Log = { info() {}, warn() {}, error() {} };

/** Comparisons of a test's own store, in this process: those of their own are in tests/app. */
export function comparing(
  { path, holdTriggers, isListWhole }: Pick<OpenStore, 'holdTriggers' | 'isListWhole'> & { path: string },
  { flow, clock, log = SILENT }: { flow: Flow; clock: Clock; log?: Log },
) {
  const compare = () => ({
    answer: Promise.resolve().then(() => compareTables({ open: () => openReadOnly(path), rowKey: ROW_KEY })),
    stop: () => {},
  });
  return createComparisons({ flow, clock, log, compare, holdTriggers, isListWhole });
}

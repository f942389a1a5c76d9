/** The service in the middle of a production: cut off with all its workers (SIGKILL) at the point named. `JSON`. */
import { createBench, type SlotConfig } from '../../src/bench/bench.ts';
import { openPlant } from '../support/world/plant.ts';

export interface CutOrder {
  path: string;
  keys: string;
  slots: SlotConfig[];
  workerPath: string;
  requestId: string;
  /** A point of `openPlant`'s; or none, when the device cuts the power. */
  point?: string;
  /** Milliseconds after it. */
  afterMs?: number;
}
const order = JSON.parse(process.argv[2] ?? '') as CutOrder;

// a group of its own: the workers fall with it, as in a power cut
const cut = (): void => void process.kill(-process.pid, 'SIGKILL');
const quiet = { info: () => undefined, warn: () => undefined };
const bench = createBench({ slots: order.slots, training: true, workerPath: order.workerPath, log: quiet });
const { flow, caller } = await openPlant({
  ...order,
  bench,
  seed: `cut ${order.point} ${order.afterMs}`,
  at: (point) => {
    if (point !== order.point) return;
    if (order.afterMs === undefined) cut();
    else setTimeout(cut, order.afterMs);
  },
});
const technician = await caller('thomas');
await flow.production.produce(technician, { requestId: order.requestId, slot: '1' }).catch(() => undefined);
cut();

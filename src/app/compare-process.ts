/**
 * A process that holds the tables against the journal once and ends: minutes of work and gigabytes of rows stay out of the
 * service. Started by app/comparisons.ts; it reads the records on a connection of its own that cannot write.
 */
import '../no-inspector.ts';
import { setPriority } from 'node:os';
import type { Progress } from '../journal/long-reading.ts';
import { compareTables } from '../store/compare/compare.ts';
import { type CompareReport, CompareTask } from '../store/compare/messages.ts';
import { openReadOnly } from '../store/place.ts';

/** Whatever else this machine does comes first. */
const NICE = 15;

/** Between two words on how far it is, in milliseconds. */
const PACE_MS = 500;

/** Nobody is left to be told of a failure to tell. */
const report = (message: CompareReport): void => void process.send?.(message, () => process.exit(0));

function progress(): Progress {
  let saidAt = Number.NEGATIVE_INFINITY;
  return (done, total) => {
    if (performance.now() - saidAt < PACE_MS) return;
    saidAt = performance.now();
    process.send?.({ done, total } satisfies CompareReport, () => undefined);
  };
}

async function compare(message: unknown): Promise<CompareReport> {
  try {
    const { place, rowKey, ...task } = CompareTask.parse(message);
    const open = () => openReadOnly(place);
    return {
      compared: await compareTables({ ...task, open, rowKey: Buffer.from(rowKey, 'base64'), progress: progress() }),
    };
  } catch (error) {
    return { fault: error instanceof Error ? error.message.slice(0, 500) : 'no error' };
  }
}

setPriority(NICE);
process.once('message', (message) => void compare(message).then(report));
process.on('disconnect', () => process.exit(0));

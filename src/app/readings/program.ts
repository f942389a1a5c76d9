/**
 * A process that reads for the service, one task after another: exports, verifications, searches of the journal and reports
 * of days are minutes of work at a million entries, and whoever reports a loss meanwhile waits for none of it. Started by
 * pool.ts; it reads the records on a connection of its own that cannot write, and has no key.
 */
import '../../no-inspector.ts';
import { setPriority } from 'node:os';
import { isAppError } from '../../errors.ts';
import type { Place } from '../../store/place.ts';
import { openReadOnlyRecords, type ReadOnlyRecords } from '../../store/read-only-records.ts';
import { type ReadingReport, ReadingTask } from './messages.ts';
import { read } from './read.ts';

/** Whatever else this machine does comes first. */
const NICE = 10;
/** How often it is told how far a task is. */
const TELL_MS = 250;

/** Nobody is left to be told of a failure to tell. */
const tell = (message: ReadingReport): void => void process.send?.(message, () => undefined);

function faultOf(error: unknown): ReadingReport {
  if (isAppError(error)) return { code: error.code, message: error.message.slice(0, 500), detail: error.detail };
  return { code: 'internal', message: error instanceof Error ? error.message.slice(0, 500) : 'no error', detail: {} };
}

function progress() {
  let toldAt = Number.NEGATIVE_INFINITY;
  return (done: number, total: number): void => {
    const now = performance.now();
    if (now - toldAt < TELL_MS && done < total) return;
    toldAt = now;
    tell({ done, total });
  };
}

const open = new Map<string, ReadOnlyRecords>();
function recordsOf(place: Place): ReadOnlyRecords {
  const name = JSON.stringify(place);
  const records = open.get(name) ?? openReadOnlyRecords(place);
  open.set(name, records);
  return records;
}

async function work(message: unknown): Promise<void> {
  try {
    const task = ReadingTask.parse(message);
    tell({ result: await read(task, recordsOf(task.place), progress()) });
  } catch (error) {
    tell(faultOf(error));
  }
}

setPriority(NICE);
process.on('message', (message) => void work(message));
process.on('disconnect', () => process.exit(0));

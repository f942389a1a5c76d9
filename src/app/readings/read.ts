import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { zipInto } from '../../journal/archive.ts';
import { makeExport, type Progress, verifyLines } from '../../journal/long-reading.ts';
import { computePromises } from '../../reports/compute-promises.ts';
import { readDay } from '../../reports/day-reading.ts';
import { readForecast } from '../../reports/forecast.ts';
import { readSums } from '../../reports/sums-reading.ts';
import type { ReadOnlyRecords } from '../../store/read-only-records.ts';
import type { ReadingTask } from './messages.ts';

/** Does one task on a database that is open to read. What is thrown refuses it. */
export async function read(task: ReadingTask, records: ReadOnlyRecords, progress: Progress): Promise<unknown> {
  switch (task.kind) {
    case 'export': {
      const dir = join(task.folder, task.name);
      const exported = await makeExport(dir, task.task, records, progress);
      await zipInto(`${dir}.zip`, dir, task.name);
      await rm(dir, { recursive: true });
      return exported;
    }
    case 'verification':
      return verifyLines(task.task, records, progress);
    case 'search':
      return records.entries(task.filter, task.page);
    case 'dates':
      return computePromises(task.task, records);
    case 'forecast':
      return readForecast(task.task, records);
    case 'report':
      return readDay(task.task, records, progress);
    case 'sums':
      return readSums(task.task, records);
  }
}

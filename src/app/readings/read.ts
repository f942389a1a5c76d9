import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { zipInto } from '../../journal/archive.ts';
import { makeExport, type Progress, verifyLines } from '../../journal/long-reading.ts';
import { readDay } from '../../reports/day-reading.ts';
import { readForeseen } from '../../reports/foreseen.ts';
import { reckonDates } from '../../reports/reckon.ts';
import { readSums } from '../../reports/sums-reading.ts';
import type { Readable } from '../../store/readable.ts';
import type { ReadingTask } from './messages.ts';

/** Does one task on a database that is open to read. What is thrown refuses it. */
export async function read(task: ReadingTask, records: Readable, progress: Progress): Promise<unknown> {
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
      return reckonDates(task.task, records);
    case 'foreseen':
      return readForeseen(task.task, records);
    case 'report':
      return readDay(task.task, records, progress);
    case 'sums':
      return readSums(task.task, records);
  }
}

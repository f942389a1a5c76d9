import { dayOf } from '../book/rules/calendar/working-days.ts';
import { type Promised, promiseMoves } from '../book/rules/waiting/promises.ts';
import type { RequestState } from '../book/tables/states.ts';
import type { ReckonedDate } from '../flow/request/promises.ts';
import { blankDayOf } from '../forecast/blanks.ts';
import { approvalWaits, readyDays } from '../forecast/promise.ts';
import { drawScenarios } from '../forecast/scenarios.ts';
import { seeded } from '../forecast/seeded.ts';
import { readWorkshop, type WorkshopRecords, type WorkshopTask } from './workshop.ts';

/** A request that waits, and the date that it was told last. */
interface Waiting {
  id: string;
  state: RequestState;
  promise: Promised | null;
}
export interface PromiseRecords extends WorkshopRecords {
  /** In the order in which they are made. */
  waiting(): Promise<readonly Waiting[]>;
}

/**
 * When each request that waits will be ready, as far as it has to be told: the first date, or one that moved. Measured are
 * the days that were kept; the queue is read once, and nothing is written.
 */
export async function computePromises(task: WorkshopTask, records: PromiseRecords): Promise<ReckonedDate[]> {
  const today = dayOf(task.now);
  const waiting = await records.waiting();
  // what was told today stands until tomorrow
  if (waiting.every(({ promise }) => promise != null && dayOf(promise.madeAt) >= today)) return [];
  const { workshop, standing } = await readWorkshop(task, records);
  const scenarios = drawScenarios(workshop, waiting.length + 1);
  const approvals = approvalWaits(workshop.measured, { hour: workshop.hour, ...scenarios }, seeded(today));
  const all = waiting.map(({ state }, ahead) => ({ ahead, approved: state !== 'submitted' }));
  const ready = readyDays(all, scenarios, standing, approvals);
  return waiting.flatMap(({ id, promise }, ahead) => {
    const days = ready[ahead];
    if (!days) return [];
    const { from: fromDay, mid: midDay, by: byDay, reach } = days;
    if (promiseMoves(promise ?? undefined, { fromDay, midDay, byDay }, today) === undefined) return [];
    const blankDay = blankDayOf(workshop.blanks, ahead, today);
    return [{ requestId: id, fromDay, midDay, byDay, reach, ahead, blankDay }];
  });
}

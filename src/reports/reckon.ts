import { newPromise } from '../book/rules/waiting/promises.ts';
import { DAY_MS, dayOf } from '../book/rules/working-days.ts';
import type { RequestState } from '../book/tables/tables.ts';
import type { ReckonedDate } from '../flow/request/promises.ts';
import { approvalWaits, readyDays } from '../forecast/promise.ts';
import { drawScenarios } from '../forecast/scenarios.ts';
import { seeded } from '../forecast/seeded.ts';
import { NOTHING } from './daily.ts';
import { hourAt } from './day.ts';
import { type DayRecords, readKept, readStanding } from './day-reading.ts';
import { USUAL } from './targets.ts';
import { CALENDAR_DAYS, measuredDay, usualOf } from './workshop.ts';

/** A request that waits, and the date that it was told last. */
interface Waiting {
  id: string;
  state: RequestState;
  promise: Parameters<typeof newPromise>[0] | null;
}
export interface ReckonRecords {
  lastDayEnd: DayRecords['lastDayEnd'];
  /** Texts of the reports that were kept of days ending in [from, to], in their order. */
  keptReports(from: number, to: number): Promise<string[]>;
  /** In the order in which they are made. */
  waiting(): Promise<readonly Waiting[]>;
}
export interface ReckonTask {
  now: number;
  timeZone: string;
}

/**
 * When each request that waits will be ready, as far as it has to be told: the first date, or one that moved. Measured are
 * the days that were kept; the queue is read once, and nothing is written.
 */
export async function reckonDates({ now, timeZone }: ReckonTask, records: ReckonRecords): Promise<ReckonedDate[]> {
  const today = dayOf(now);
  const waiting = await records.waiting();
  // what was told today stands until tomorrow
  if (waiting.every(({ promise }) => promise != null && dayOf(promise.madeAt) >= today)) return [];
  const reports = readKept(await records.keptReports(now - CALENDAR_DAYS * DAY_MS, now));
  const end = await records.lastDayEnd(now);
  const { dates: standing } = (end && readStanding(end.open)) ?? NOTHING;
  const measured = reports.flatMap((report) => measuredDay(report) ?? []);
  const hour = hourAt(now, timeZone);
  const usual = usualOf(reports) ?? (USUAL.low + USUAL.high) / 2;
  const scenarios = drawScenarios({ today, hour, measured, usual }, waiting.length + 1);
  const approvals = approvalWaits(measured, { hour, ...scenarios }, seeded(today));
  const all = waiting.map(({ state }, ahead) => ({ ahead, approved: state !== 'submitted' }));
  const ready = readyDays(all, scenarios, standing, approvals);
  return waiting.flatMap(({ id, state, promise }, ahead) => {
    const days = ready[ahead];
    if (!days) return [];
    const { from: fromDay, mid: midDay, by: byDay, reach } = days;
    const foreseen = { fromDay, midDay, byDay, ahead, approved: state !== 'submitted' };
    const isDue = newPromise(promise ?? undefined, foreseen, today) !== undefined;
    return isDue ? [{ requestId: id, fromDay, midDay, byDay, reach, ahead }] : [];
  });
}

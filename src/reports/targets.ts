import { LIMITS } from '../book/rules/limits.ts';
import type { JsonChange } from '../journal/entry-changes.ts';
import type { DailyReport } from './shape.ts';

/** What one technician makes on a usual day, and in surge mode. */
export type Targets = DailyReport['against'];
/** What holds until two persons set it otherwise. */
export const USUAL: Targets = {
  low: LIMITS['report.usualLow'].usual,
  high: LIMITS['report.usualHigh'].usual,
  surge: LIMITS['report.crisis'].usual,
};
const SET: ReadonlyMap<string, keyof Targets> = new Map([
  ['report.usualLow', 'low'],
  ['report.usualHigh', 'high'],
  ['report.crisis', 'surge'],
]);

/** Until which hour tokens are made, on a usual day and on one of surge mode. */
type EndHour = DailyReport['endHour'];
export const USUAL_END: EndHour = { usual: LIMITS['day.endHour'].usual, surge: LIMITS['surge.endHour'].usual };
const ENDS: ReadonlyMap<string, keyof EndHour> = new Map([
  ['day.endHour', 'usual'],
  ['surge.endHour', 'surge'],
]);

/**
 * Until which hour a day lasted, by its report; `insteadOf`: the usual hour, where surge mode made the day longer. Undefined for
 * a day on which nobody made a token, and surge mode was off.
 */
export function dayUntil({
  endHour,
  surges,
  technicians,
}: Pick<DailyReport, 'endHour' | 'surges' | 'technicians'>): { hour: number; insteadOf: number | null } | undefined {
  if (surges.length > 0 && endHour.surge !== endHour.usual) return { hour: endHour.surge, insteadOf: endHour.usual };
  return technicians > 0 || surges.length > 0 ? { hour: endHour.usual, insteadOf: null } : undefined;
}

/** Follows through the journal what days are held against and when they end: a day that is over keeps what was said then. */
export function followTargets(before: Targets = USUAL, endBefore: EndHour = USUAL_END) {
  let [targets, endHour] = [before, endBefore];
  return {
    take: (change: JsonChange): void => {
      if (change.table !== 'setting') return;
      const value = Number(('insert' in change ? change.insert : change.set)['value']);
      const [name, end] = [SET.get(change.id), ENDS.get(change.id)];
      if (name) targets = { ...targets, [name]: value };
      if (end) endHour = { ...endHour, [end]: value };
    },
    standing: (): Targets => targets,
    endHour: (): EndHour => endHour,
  };
}

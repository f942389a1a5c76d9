import { LIMITS } from '../book/rules/limits.ts';
import type { JsonChange } from '../journal/carried.ts';
import type { DailyReport } from './shape.ts';

/** What one technician makes on a usual day, and in a crisis. */
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

/** Follows through the journal what days are held against: a day that is over keeps what was said then. */
export function followTargets(before: Targets = USUAL) {
  let targets = before;
  return {
    take: (change: JsonChange): void => {
      const name = change.table === 'setting' ? SET.get(change.id) : undefined;
      if (name) targets = { ...targets, [name]: Number(('insert' in change ? change.insert : change.set)['value']) };
    },
    standing: (): Targets => targets,
  };
}

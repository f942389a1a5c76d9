import { type Day, dayOf } from '../rules/calendar/working-days.ts';
import type { Scene } from './scene.ts';
import { isNow } from './sources.ts';

/** The day of the moment that the entry writes into a column; undefined where that is no moment of its own. */
export function dayOfAct(s: Scene, column: string): Day | undefined {
  const at = s.written(column);
  return typeof at === 'number' && isNow(at, s) ? dayOf(at) : undefined;
}

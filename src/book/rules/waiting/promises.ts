import type { PromiseReason } from '../../tables/codes.ts';
import type { PromiseRow } from '../../tables/rows/requests.ts';
import { isPlannedDown, type MadePlan } from '../calendar/roster.ts';
import { type Day, dayOf, isDay } from '../calendar/working-days.ts';

/** Days ahead that a promise may name. */
export const FARTHEST_PROMISE = 730;

/** The three days of a promise. */
export type PromisedDays = Pick<PromiseRow, 'fromDay' | 'midDay' | 'byDay'>;
/** Whether days can be promised today: in order, none past, none out of sight. */
export const arePromised = ({ fromDay, midDay, byDay }: PromisedDays, today: Day): boolean =>
  [fromDay, midDay, byDay].every(isDay) &&
  today <= fromDay &&
  fromDay <= midDay &&
  midDay <= byDay &&
  byDay <= today + FARTHEST_PROMISE;

/** The last promise of a request: the one that holds. */
export const lastPromise = <P extends Pick<PromiseRow, 'nth'>>(promises: readonly P[]): P | undefined =>
  promises.reduce<P | undefined>((last, one) => (last && last.nth > one.nth ? last : one), undefined);

/** What of a promise that holds decides about the next one. */
export type Promised = PromisedDays & Pick<PromiseRow, 'nth' | 'ahead' | 'blankDay' | 'madeAt'>;
/** What is foreseen of a request now. */
export type CurrentForecast = PromisedDays & Pick<PromiseRow, 'ahead' | 'blankDay'> & { approved: boolean };

/** Days until a date may move again, at most: they double each time, so that who waits in vain is not told a new date each day. */
const LONGEST_PAUSE = 16;
const pauseAfter = ({ nth }: Pick<Promised, 'nth'>): number => Math.min(LONGEST_PAUSE, 2 ** (nth - 1));
/** Whether a date that was told for this reason is later than the one before. */
export const isLaterDate = (reason: unknown): boolean => reason !== 'first' && reason !== 'earlier';

/**
 * Whether a request is told other days now: not where what it was told still holds, or was told a short time ago. A day that was said
 * moves once it is more likely missed than kept, or is past; an earlier one is told where all of it lies before.
 */
export function promiseMoves(
  last: Promised | undefined,
  current: PromisedDays,
  today: Day,
): 'first' | 'earlier' | 'later' | undefined {
  if (!last) return 'first';
  if (today - dayOf(last.madeAt) < pauseAfter(last)) return undefined;
  if (current.byDay < last.fromDay) return 'earlier';
  return current.midDay <= last.byDay && today <= last.byDay ? undefined : 'later';
}

/** Whether its blank comes later than was foreseen, and too late for the day by which it was ready in half of all cases. */
const lacksBlank = (last: Promised, { blankDay }: CurrentForecast): boolean =>
  blankDay !== null && blankDay > Math.max(last.midDay, last.blankDay ?? last.midDay);

/**
 * Why a request is told other days now; undefined where it is told none. The first reason that holds is told: what nobody
 * could make up for, then what the records say was decided since, then what was measured. The plans are those that may hold a day
 * from the last promise to the end of it; they are asked for only where they matter.
 */
export function newPromise(
  last: Promised | undefined,
  current: CurrentForecast,
  today: Day,
  plans: () => readonly MadePlan[],
): PromiseReason | undefined {
  const moves = promiseMoves(last, current, today);
  if (!last || moves !== 'later') return moves === 'later' ? undefined : moves;
  if (lacksBlank(last, current)) return 'stock';
  if (!current.approved) return 'approval';
  if (isPlannedDown(plans(), last.madeAt, last.byDay)) return 'roster';
  return current.ahead > last.ahead ? 'queue' : 'pace';
}

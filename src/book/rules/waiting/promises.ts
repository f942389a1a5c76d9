import type { PromiseReason } from '../../tables/codes.ts';
import type { PromiseRow } from '../../tables/rows/requests.ts';
import { type Day, dayOf, isDay } from '../working-days.ts';

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
export type Promised = PromisedDays & Pick<PromiseRow, 'nth' | 'ahead' | 'madeAt'>;
/** What is foreseen of a request now. */
export type CurrentForecast = PromisedDays & { ahead: number; approved: boolean };

/** Days until a date may move again, at most: they double each time, so that who waits in vain is not told a new date each day. */
const LONGEST_PAUSE = 16;
const pauseAfter = ({ nth }: Pick<Promised, 'nth'>): number => Math.min(LONGEST_PAUSE, 2 ** (nth - 1));
/** Whether a date that was told for this reason is later than the one before. */
export const isLaterDate = (reason: unknown): boolean => reason !== 'first' && reason !== 'earlier';

/**
 * Why a request is told other days now; undefined where what it was told still holds, or was told a short time ago. A day that
 * was said moves once it is more likely missed than kept, or is past; an earlier one is told where all of it lies before.
 */
export function newPromise(
  last: Promised | undefined,
  current: CurrentForecast,
  today: Day,
): PromiseReason | undefined {
  if (!last) return 'first';
  if (today - dayOf(last.madeAt) < pauseAfter(last)) return undefined;
  if (current.byDay < last.fromDay) return 'earlier';
  if (current.midDay <= last.byDay && today <= last.byDay) return undefined;
  if (!current.approved) return 'approval';
  return current.ahead > last.ahead ? 'queue' : 'pace';
}

import { planYears } from '../../book/rules/calendar/roster.ts';
import { type Day, dayOf } from '../../book/rules/calendar/working-days.ts';
import { isBlankDay, MOST_OPEN_DELIVERIES } from '../../book/rules/stock/expected-deliveries.ts';
import { lastPromise, newPromise, promiseMoves } from '../../book/rules/waiting/promises.ts';
import { create } from '../../book/tables/lifecycle.ts';
import type { PromiseRow } from '../../book/tables/rows/requests.ts';
import { REQUEST_TO_MAKE } from '../../book/tables/states.ts';
import { isAppError } from '../../errors.ts';
import type { Deps } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import type { Unit } from '../ports/store.ts';
import { nextTurn } from '../turn.ts';
import { policyOf } from '../two-persons/limits.ts';

/** When a request will be ready, as it was reckoned beside the service. */
export type ReckonedDate = Pick<
  PromiseRow,
  'requestId' | 'fromDay' | 'midDay' | 'byDay' | 'reach' | 'ahead' | 'blankDay'
>;

/** Dates that one transaction announces. */
const PIECE = 50;

/** Whether the blank is still to come on that day: a delivery may have been put off while the date was reckoned. */
async function comesStill(unit: Unit, blankDay: number | null, today: Day): Promise<boolean> {
  if (blankDay === null) return true;
  const expected = await unit.find('expectedDelivery', { state: 'expected' }, { limit: MOST_OPEN_DELIVERIES });
  const days = expected.map(({ day }) => day).filter((day) => day >= today);
  return isBlankDay(blankDay, { today, leadDays: await policyOf(unit, 'stock.leadDays') }, days);
}

/** Dates that are announced to those who wait. */
export function createPromises(deps: Deps) {
  const announce = async (unit: Unit, reckoned: ReckonedDate): Promise<boolean> => {
    const now = deps.clock.now();
    const request = await unit.get('request', reckoned.requestId);
    // made, withdrawn or sent back while its date was reckoned
    if (!request || request.kind === 'nomade' || !REQUEST_TO_MAKE.includes(request.state)) return false;
    const last = lastPromise(await unit.find('promise', { requestId: request.id }));
    const current = { ...reckoned, approved: request.state !== 'submitted' };
    const today = dayOf(now);
    const moves = promiseMoves(last, current, today);
    if (moves === undefined || reckoned.fromDay < today || !(await comesStill(unit, reckoned.blankDay, today)))
      return false;
    // what was planned since matters to a later date alone
    const year = last && moves === 'later' ? planYears(dayOf(last.madeAt), last.byDay) : [];
    const plans = year.length === 0 ? [] : await unit.find('roster', { year });
    const reason = newPromise(last, current, today, () => plans);
    if (reason === undefined) return false;
    const row: PromiseRow = { id: deps.chance.id(), ...reckoned, nth: (last?.nth ?? 0) + 1, reason, madeAt: now };
    const entry = { ...SYSTEM, action: 'request.promise', subject: `request:${request.id}`, outcome: 'done' } as const;
    await unit.record({ ...entry, changes: [create('promise', row)] });
    return true;
  };

  const together = (piece: readonly ReckonedDate[]): Promise<number> =>
    deps.store.transact(async (unit) => {
      let count = 0;
      for (const one of piece) if (await announce(unit, one)) count += 1;
      return count;
    });
  /** A row that somebody edited, or changed at the same moment, keeps nobody else from being told. */
  const announceAll = (piece: readonly ReckonedDate[]): Promise<number> =>
    together(piece).catch(async (error: unknown) => {
      if (!isAppError(error, 'record_tampered', 'conflict', 'against_the_book')) throw error;
      let count = 0;
      for (const one of piece)
        count += await together([one]).catch((own: unknown) => {
          if (!isAppError(own, 'record_tampered', 'conflict', 'against_the_book')) throw own;
          deps.warn(`no date for request ${one.requestId}`, own);
          return 0;
        });
      return count;
    });

  return {
    /**
     * Announces the dates of those who have none yet, and of those whose date has moved; who is told a later one hears why.
     * What does not need to be told is left out. Answers how many were announced.
     */
    announce: async (reckoned: readonly ReckonedDate[]): Promise<number> => {
      let announced = 0;
      for (let at = 0; at < reckoned.length; at += PIECE) {
        announced += await announceAll(reckoned.slice(at, at + PIECE));
        await nextTurn();
      }
      return announced;
    },
  };
}

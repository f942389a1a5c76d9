import { lastPromise } from '../../book/rules/waiting/promises.ts';
import {
  isLate,
  LATE,
  LATE_AGAIN_MS,
  type LateDates,
  MOST_LATE,
  readLate,
} from '../../book/rules/waiting/service-level.ts';
import { REQUEST_TO_MAKE } from '../../book/tables/states.ts';
import { canonical } from '../../journal/canonical.ts';
import type { Deps } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import type { Unit } from '../ports/store.ts';
import type { Lists, PromisedWaits } from '../reading/lists.ts';
import { limitAt, setting } from '../two-persons/limits.ts';

/** The day that a request is promised for, where that is later than the service level; undefined elsewhere. */
async function lateDay(unit: Unit, requestId: string, days: number): Promise<number | undefined> {
  const request = await unit.get('request', requestId);
  const last = request && lastPromise(await unit.find('promise', { requestId }));
  if (!request || !last || !REQUEST_TO_MAKE.includes(request.state)) return undefined;
  return isLate({ submittedAt: request.submittedAt, byDay: last.byDay }, days) ? last.byDay : undefined;
}

/** Holds the dates that were announced against the service level. */
export function createServiceLevel({ store, clock }: Deps, lists: Lists) {
  const record = async (unit: Unit, action: 'promise.late' | 'promise.kept', late: LateDates): Promise<void> => {
    const entry = { ...SYSTEM, action, subject: `request:${late.request}`, outcome: 'done', detail: { late } } as const;
    await unit.record({ ...entry, changes: [await setting(unit, LATE, canonical(late))] });
  };

  const begin = (late: readonly PromisedWaits[], days: number): Promise<boolean> =>
    store.transact(async (unit) => {
      const before = readLate((await unit.get('setting', LATE))?.value);
      const now = clock.now();
      if (before && (before.ended === null || now < before.since + LATE_AGAIN_MS)) return false;
      const last = late.reduce((a, b) => (b.byDay > a.byDay ? b : a));
      // made or withdrawn since it was counted: the next round counts anew
      const until = await lateDay(unit, last.requestId, days);
      if (until === undefined) return false;
      const count = Math.min(
        MOST_LATE,
        late.reduce((sum, one) => sum + one.count, 0),
      );
      await record(unit, 'promise.late', { count, request: last.requestId, until, since: now, ended: null });
      return true;
    });

  const end = (days: number): Promise<boolean> =>
    store.transact(async (unit) => {
      const before = readLate((await unit.get('setting', LATE))?.value);
      if (!before || before.ended !== null) return false;
      if ((await lateDay(unit, before.request, days)) !== undefined) return false;
      await record(unit, 'promise.kept', { ...before, ended: clock.now() });
      return true;
    });

  return {
    /** Tells supervisors once of each time that announced dates pass the service level, and once a day at most. Answers whether it told. */
    watch: async (): Promise<boolean> => {
      const days = await limitAt(store.reads, 'service.days', clock.now());
      const late = (await lists.promisedWaits()).filter((one) => isLate(one, days));
      if (late.length > 0) return begin(late, days);
      await end(days);
      return false;
    },
  };
}

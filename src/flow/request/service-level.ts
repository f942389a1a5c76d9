import { lastPromise } from '../../book/rules/waiting/promises.ts';
import {
  isLate,
  isMoreLate,
  LATE,
  LATE_AGAIN_MS,
  type LateDates,
  MOST_LATE,
  readLate,
} from '../../book/rules/waiting/service-level.ts';
import { REQUEST_TO_MAKE } from '../../book/tables/states.ts';
import { isAppError } from '../../errors.ts';
import { canonical } from '../../journal/canonical.ts';
import type { Deps } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import type { Reads, Unit } from '../ports/store.ts';
import type { Lists } from '../reading/lists.ts';
import type { PromisedWaits } from '../reading/request/request-lists.ts';
import { policyOf, setting } from '../two-persons/limits.ts';

/** Hours and days of which requests are tried in turn: some that were counted may have been edited in the database. */
const TRIED = 20;
const latest = (waits: readonly PromisedWaits[]): string[] =>
  [...waits]
    .sort((a, b) => b.byDay - a.byDay)
    .slice(0, TRIED)
    .flatMap(({ requestIds }) => requestIds);

/** When a request was submitted and is promised; undefined for one that waits no more or has no date. */
async function waitingOf(
  unit: Unit,
  requestId: string,
): Promise<Pick<PromisedWaits, 'submittedAt' | 'byDay'> | undefined> {
  const request = await unit.get('request', requestId);
  const last = request && lastPromise(await unit.find('promise', { requestId }));
  if (!request || !last || !REQUEST_TO_MAKE.includes(request.state)) return undefined;
  return { submittedAt: request.submittedAt, byDay: last.byDay };
}

/** How many working days a request may wait, and what was told last. */
async function levelIn(reads: Pick<Reads, 'find' | 'get'>): Promise<{ days: number; last: LateDates | undefined }> {
  const days = await policyOf(reads, 'service.days');
  return { days, last: readLate((await reads.get('setting', LATE))?.value) };
}

/** Whether somebody edited that request or a date of it in the database: the store tells of it. */
const isEdited = (error: unknown): boolean =>
  isAppError(error, 'record_tampered') && ['request', 'promise'].includes(String(error.detail['table']));

/** What one request says: true, it was recorded; false, nothing is to be recorded; undefined, another one may be. */
type Tried = boolean | undefined;

/** Holds the dates that were announced against the service level. */
export function createServiceLevel({ store, clock }: Deps, lists: Lists) {
  const record = async (unit: Unit, verb: 'late' | 'kept', requestId: string, late: LateDates): Promise<true> => {
    const entry = { ...SYSTEM, action: `promise.${verb}`, subject: `request:${requestId}`, outcome: 'done' } as const;
    await unit.record({ ...entry, detail: { late }, changes: [await setting(unit, LATE, canonical(late))] });
    return true;
  };

  const begin = async (unit: Unit, request: string, waits: readonly PromisedWaits[]): Promise<Tried> => {
    const { days, last } = await levelIn(unit);
    const counted = waits.filter((one) => isLate(one, days)).reduce((sum, one) => sum + one.count, 0);
    const count = Math.min(MOST_LATE, counted);
    const since = clock.now();
    if (count === 0 || !isMoreLate(count, last) || (last && since < last.since + LATE_AGAIN_MS)) return false;
    const waiting = await waitingOf(unit, request);
    // made or withdrawn since it was counted
    if (!waiting || !isLate(waiting, days)) return undefined;
    return record(unit, 'late', request, { count, request, until: waiting.byDay, since, ended: null });
  };

  /** By the request that was named; where that was edited, by another that waits. */
  const end = async (unit: Unit, request: string, waits: readonly PromisedWaits[]): Promise<Tried> => {
    const { days, last } = await levelIn(unit);
    if (last?.ended !== null || waits.some((one) => isLate(one, days))) return false;
    const waiting = await waitingOf(unit, request);
    if (waiting && isLate(waiting, days)) return false;
    if (!waiting && request !== last.request) return undefined;
    return record(unit, 'kept', request, { ...last, ended: clock.now() });
  };

  /** Each in a transaction of its own: a row that was edited loses the one that reads it. */
  const inTurn = async (requests: readonly string[], one: (unit: Unit, request: string) => Promise<Tried>) => {
    for (const request of requests) {
      const tried = await store
        .transact((unit) => one(unit, request))
        .catch((error: unknown) => {
          if (isEdited(error)) return undefined;
          throw error;
        });
      if (tried !== undefined) return tried;
    }
    return false;
  };

  return {
    /**
     * Tells supervisors when announced dates pass the service level, and again where twice as many do, once a day at most.
     * Answers whether it told.
     */
    watch: async (): Promise<boolean> => {
      const waits = await lists.promisedWaits();
      const { days, last } = await levelIn(store.reads);
      const late = waits.filter((one) => isLate(one, days));
      if (late.length > 0) return inTurn(latest(late), (unit, request) => begin(unit, request, waits));
      if (last?.ended === null)
        await inTurn([last.request, ...latest(waits)], (unit, request) => end(unit, request, waits));
      return false;
    },
  };
}

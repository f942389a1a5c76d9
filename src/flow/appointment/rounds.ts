import { isMissed } from '../../book/rules/appointments.ts';
import { type Day, dayOf } from '../../book/rules/working-days.ts';
import { move } from '../../book/tables/lifecycle.ts';
import type { AppointmentRow } from '../../book/tables/rows/requests.ts';
import { isAppError } from '../../errors.ts';
import type { Deps } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import { currentHandover } from '../handover/letters.ts';
import type { Unit } from '../ports/store.ts';
import { nextTurn } from '../turn.ts';
import { policyOf } from '../two-persons/limits.ts';
import { workedFrom } from './desk.ts';

/** How many one round ends at most; the next round takes the rest. */
const ROUND = 200;
/** Rows of which the first is the next: one that somebody edited is left out of them. */
const NEXT = 20;
/** The steps by which the service ends one. */
const MISS = { action: 'appointment.miss', step: 'miss' } as const;
const CALL_OFF = { action: 'appointment.callOff', step: 'callOff' } as const;

/** What the service says of appointments by itself. */
export function createAppointmentRounds(deps: Deps) {
  const { reads } = deps.store;

  /** Ends one where `still` holds of it as it stands by then. A row that somebody edited keeps no other from being ended. */
  const end = async (
    { id }: AppointmentRow,
    { action, step }: typeof MISS | typeof CALL_OFF,
    still: (unit: Unit, row: AppointmentRow, now: number) => Promise<boolean>,
  ): Promise<number> => {
    const done = deps.store.transact(async (unit) => {
      const now = deps.clock.now();
      const row = await unit.get('appointment', id);
      if (row?.state !== 'booked' || !(await still(unit, row, now))) return 0;
      const entry = { ...SYSTEM, action, subject: `appointment:${id}`, outcome: 'done' } as const;
      await unit.record({ ...entry, changes: [move('appointment', row, step, { endedAt: now })] });
      return 1;
    });
    const count = await done.catch((error: unknown) => {
      if (!isAppError(error, 'record_tampered', 'conflict', 'against_the_book')) throw error;
      deps.warn(`appointment ${id} was not ended`, error);
      return 0;
    });
    await nextTurn();
    return count;
  };

  /** Nobody came within the grace, and no hand-over began since: whoever sits at the desk is not told that they did not come. */
  const isNoShow = async (unit: Unit, row: AppointmentRow, now: number): Promise<boolean> => {
    if (!isMissed(row, await policyOf(unit, 'appointment.graceMinutes'), now)) return false;
    const handover = await currentHandover(unit, row.requestId);
    return handover?.mode !== 'desk' || (handover.challengedAt ?? 0) < row.startsAt;
  };

  return {
    /** Says of appointments that are over that nobody came. Answers of how many. */
    missed: async (): Promise<number> => {
      const now = deps.clock.now();
      const grace = await policyOf(reads, 'appointment.graceMinutes');
      let count = 0;
      // those that cannot be ended keep no other from it
      for (let from = 0; count < ROUND; ) {
        const page = await reads.find('appointment', { state: 'booked' }, { orderBy: 'endsAt', from, limit: ROUND });
        const over = page.filter((one) => isMissed(one, grace, now));
        for (const row of over) count += await end(row, MISS, isNoShow);
        const last = over.at(-1);
        if (over.length < page.length || last === undefined) break;
        from = last.endsAt + 1;
      }
      return count;
    },

    /** Calls those off whose day is not worked any more. Answers how many. */
    callOffClosed: async (): Promise<number> => {
      const today = dayOf(deps.clock.now());
      const worked = await workedFrom(reads, today);
      const closed: AppointmentRow[] = [];
      // day by day: what is booked on a day is bounded by the desk
      const nextFrom = (day: Day) =>
        reads.find('appointment', { state: 'booked' }, { orderBy: 'day', from: day, limit: NEXT });
      let page = await nextFrom(today);
      while (page[0] !== undefined && closed.length < ROUND) {
        const { day } = page[0];
        if (!worked(day)) closed.push(...(await reads.find('appointment', { state: 'booked', day }, { limit: ROUND })));
        page = await nextFrom(day + 1);
      }
      let count = 0;
      for (const row of closed)
        count += await end(row, CALL_OFF, async (unit, { day, startsAt }, now) => {
          return startsAt > now && !(await workedFrom(unit, day))(day);
        });
      return count;
    },
  };
}

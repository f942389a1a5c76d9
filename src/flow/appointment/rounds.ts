import { type Day, dayOf } from '../../book/rules/calendar/working-days.ts';
import { isMissed } from '../../book/rules/handover/appointments.ts';
import { move } from '../../book/tables/lifecycle.ts';
import type { AppointmentRow } from '../../book/tables/rows/requests.ts';
import type { Deps } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import { endEach } from '../end-each.ts';
import { currentHandover } from '../handover/letters.ts';
import type { Unit } from '../ports/store.ts';
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

  /** Ends those of which `still` holds as they stand by then. */
  const end = (
    rows: readonly AppointmentRow[],
    { action, step }: typeof MISS | typeof CALL_OFF,
    still: (unit: Unit, row: AppointmentRow, now: number) => Promise<boolean>,
  ): Promise<number> =>
    endEach(deps, 'appointment', rows, async (unit, row, now) => {
      if (row.state !== 'booked' || !(await still(unit, row, now))) return undefined;
      const entry = { ...SYSTEM, action, subject: `appointment:${row.id}`, outcome: 'done' } as const;
      return { ...entry, changes: [move('appointment', row, step, { endedAt: now })] };
    });

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
        count += await end(over, MISS, isNoShow);
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
      return end(
        closed,
        CALL_OFF,
        async (unit, { day, startsAt }, now) => startsAt > now && !(await workedFrom(unit, day))(day),
      );
    },
  };
}

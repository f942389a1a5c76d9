import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { dayOf } from '../../book/rules/calendar/working-days.ts';
import { countIn } from '../../book/rules/handover/appointments.ts';
import { create, move } from '../../book/tables/lifecycle.ts';
import type { AppointmentRow, RequestRow } from '../../book/tables/rows/requests.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps } from '../act.ts';
import { Ref } from '../inputs.ts';
import { nextNth } from '../next-nth.ts';
import { findRequest } from '../request/request.ts';
import { deskNow, hasDesk, offeredDays, slotsLeft } from './desk.ts';
import { createAppointmentRounds } from './rounds.ts';
import { appointmentOf } from './standing.ts';

/** A request whose token is ready, and the begin of a slot that `slots` offers: epoch milliseconds. */
export const BookAppointment = z.strictObject({ requestId: Ref, startsAt: z.int().min(0).max(8_640_000_000_000_000) });
/** A request, by its id or its number. */
export const AppointmentOfRequest = z.strictObject({ requestId: Ref });

const refuse = (why: string, message: string, code: 'wrong_state' | 'limit_reached' = 'wrong_state'): AppError =>
  new AppError(code, message, { detail: { why: `appointment-${why}` } });

/** The slot as the desk offers it. Throws where it does not, or where no place is left. */
async function slotAt({ unit, now }: Act, request: RequestRow, startsAt: number) {
  const desk = await deskNow(unit);
  if (!desk.open) throw refuse('off', 'the desk takes no appointments: come when it is open');
  const day = dayOf(startsAt);
  const days = await offeredDays(unit, desk, now);
  const slot = days.includes(day) ? slotsLeft(desk, day, [], now).find((one) => one.startsAt === startsAt) : undefined;
  if (!slot) throw refuse('slot', 'the desk does not offer this slot: pick one of those that it offers');
  const others = await unit.bookedSlots(request.deliverySite, day, request.id);
  if (countIn(slot, others) >= desk.places) {
    // the places were only counted: rows that somebody made or edited keep nobody out unseen
    await unit.find('appointment', { site: request.deliverySite, day, startsAt: slot.startsAt, state: 'booked' });
    throw refuse('full', 'this slot is full by now: pick another one', 'limit_reached');
  }
  return { day, startsAt: slot.startsAt, endsAt: slot.endsAt };
}

/** Throws unless the token of the request is ready and waits for its holder. */
async function checkReady({ unit }: Act, request: RequestRow): Promise<void> {
  const [token] =
    request.state === 'produced' ? await unit.find('token', { requestId: request.id, state: 'produced' }) : [];
  if (!token) throw refuse('not-ready', 'an appointment is for a token that is ready to be fetched');
  if (!(await hasDesk(unit, request.deliverySite)))
    throw refuse('no-desk', 'this site has no hand-over desk: the token is sent there');
}

/** Who comes for a ready token says when. */
export function createAppointments(deps: Deps) {
  return {
    /**
     * Books a slot for whoever fetches the token; one of before is given back in the same act. Throws `wrong_state` for a token that
     * is not ready or a slot that is not offered, `limit_reached` for a full one, `already_done` for the slot that stands.
     */
    book: (caller: Caller, input: z.output<typeof BookAppointment>): Promise<AppointmentRow> =>
      act(deps, caller, 'appointment.book', `request:${input.requestId}`, async (a) => {
        const request = await findRequest(a.unit, input.requestId);
        a.allow(request);
        await checkReady(a, request);
        const standing = await appointmentOf(a.unit, request.id);
        if (standing?.startsAt === input.startsAt)
          throw new AppError('already_done', 'this is the appointment that stands already');
        const slot = await slotAt(a, request, input.startsAt);
        const row: AppointmentRow = {
          id: deps.chance.id(),
          requestId: request.id,
          nth: await nextNth(a.unit, 'appointment', { requestId: request.id }),
          site: request.deliverySite,
          ...slot,
          state: 'booked',
          bookedBy: caller.personId,
          bookedAt: a.now,
          endedAt: null,
        };
        const changes = [
          ...(standing ? [move('appointment', standing, 'move', { endedAt: a.now })] : []),
          create('appointment', row),
        ];
        await a.done(changes, { subject: `request:${request.id}` });
        return row;
      }),

    /** Gives the appointment of a request back. Throws `wrong_state` where none stands. */
    cancel: (caller: Caller, input: z.output<typeof AppointmentOfRequest>): Promise<void> =>
      act(deps, caller, 'appointment.cancel', `request:${input.requestId}`, async (a) => {
        const request = await findRequest(a.unit, input.requestId);
        a.allow(request);
        const standing = await appointmentOf(a.unit, request.id);
        if (!standing) throw refuse('none', 'no appointment stands for this request');
        await a.done([move('appointment', standing, 'cancel', { endedAt: a.now })], {
          subject: `appointment:${standing.id}`,
        });
      }),

    ...createAppointmentRounds(deps),
  };
}

import { z } from 'zod';
import { dateOf, dayOfDate } from '../../../book/rules/calendar/working-days.ts';
import { line } from '../../../book/rules/plain-text.ts';
import { AppointmentOfRequest, BookAppointment } from '../../../flow/appointment/appointment.ts';
import { Ref } from '../../../flow/inputs.ts';
import { operation } from '../../operation.ts';
import { AppointmentStates } from '../../shapes/states.ts';
import { Nothing, Time } from '../../shapes/values.ts';

const Slot = z.object({ startsAt: Time, endsAt: Time });
const Appointment = Slot.extend({
  id: z.string(),
  requestId: z.string(),
  site: z.string(),
  state: AppointmentStates,
});
const Day = z.iso.date();

/** Who comes for a ready token says when. */
export const appointments = {
  appointmentSlots: operation({
    method: 'GET',
    path: '/v1/appointments/slots',
    summary:
      'Slots of a day at the desk for the token of a request, with the places left; without a day, of the first one with a place',
    acts: ['appointment.book'],
    input: z.strictObject({ requestId: Ref, day: Day.optional() }),
    output: z.object({
      site: z.string(),
      standing: Appointment.nullable(),
      /** Days that are offered; none while the desk takes no appointments, or the token is not ready. */
      days: z.array(Day),
      day: Day.nullable(),
      slots: z.array(Slot.extend({ left: z.int() })),
    }),
    run: async ({ door, who }, { requestId, day: asked }) => {
      const of = asked === undefined ? {} : { day: dayOfDate(asked) };
      const found = await door.flow.reading.offeredSlots(who.caller, requestId, of);
      const { request, standing, days, day, slots } = found;
      const shown = { site: request.deliverySite, standing, slots };
      return { ...shown, days: days.map(dateOf), day: day === null ? null : dateOf(day) };
    },
  }),
  bookAppointment: operation({
    method: 'POST',
    path: '/v1/appointments',
    summary: 'Book a slot at the desk for a token that is ready; one of before is given back in the same act',
    acts: ['appointment.book'],
    created: true,
    input: BookAppointment,
    output: z.object({ appointment: Appointment }),
    run: async ({ door, who }, input) => ({ appointment: await door.flow.appointments.book(who.caller, input) }),
  }),
  cancelAppointment: operation({
    method: 'POST',
    path: '/v1/appointments/cancel',
    summary: 'Give the appointment of a request back',
    acts: ['appointment.cancel'],
    input: AppointmentOfRequest,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.appointments.cancel(who.caller, input),
  }),
  listAppointments: operation({
    method: 'GET',
    path: '/v1/appointments',
    summary: 'Who comes to the desk on a day, who came and who did not, in the order of their slots; 500 at most',
    acts: ['appointment.read'],
    input: z.strictObject({ day: Day.optional(), site: line(100).optional() }),
    output: z.object({
      items: z.array(
        Appointment.extend({
          number: z.string(),
          holderName: z.string(),
          assetNumber: z.string().nullable(),
          tokenId: z.string().nullable(),
        }),
      ),
      /** Others come after them: ask for one site. */
      more: z.boolean(),
    }),
    run: ({ door, who }, { day, site }) => {
      const of = { ...(day === undefined ? {} : { day: dayOfDate(day) }), site };
      return door.flow.reading.appointments(who.caller, of);
    },
  }),
};

import { beginOfDate, type Day, dayOf, dayOfDate } from '../../book/rules/calendar/working-days.ts';
import { BookAppointment } from '../../flow/appointment/appointment.ts';
import { parseForm, single } from '../frame/forms/forms.ts';
import type { Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { DeskDayPage } from './desk-list.tsx';
import { PickingPage } from './picking.tsx';

/** The day that the address names; undefined for none. */
function dayAsked(member: Member): Day | undefined {
  const text = single(member.query, 'jour');
  return beginOfDate(text) === undefined ? undefined : dayOfDate(text);
}

/** Slots at the hand-over desk, for whoever comes and for people who sit there. */
export function appointmentRoutes({ door: { flow }, on }: RouteParts): void {
  const pick: Handler<Member> = async (member, req) => {
    const { caller } = member.me;
    const number = part(req, 'number');
    // a day that is offered no more is none: the first one with a place is shown
    const offered = await flow.reading.offeredSlots(caller, number, { wished: dayAsked(member) });
    const page = <PickingPage {...offered} />;
    return { title: member.t('appointment.title', { number: offered.request.number }), page };
  };
  on.get('/demandes/:number/rendez-vous', pick);
  on.post(
    '/demandes/:number/rendez-vous',
    async (member, req) => {
      const requestId = part(req, 'number');
      const input = parseForm(BookAppointment, { ...member.values, requestId }, { numbers: ['startsAt'] });
      await flow.appointments.book(member.me.caller, input);
      return { to: `/demandes/${requestId}`, notice: { kind: 'success', text: 'appointment.booked' } };
    },
    { show: pick, act: 'appointment.book', back: (req) => `/demandes/${part(req, 'number')}/rendez-vous` },
  );
  on.post(
    '/demandes/:number/rendez-vous/annuler',
    async (member, req) => {
      const requestId = part(req, 'number');
      await flow.appointments.cancel(member.me.caller, { requestId });
      return { to: `/demandes/${requestId}`, notice: { kind: 'success', text: 'appointment.cancelled' } };
    },
    { show: pick, act: 'appointment.cancel', back: (req) => `/demandes/${part(req, 'number')}` },
  );
  on.get('/remise/rendez-vous', async (member) => {
    const day = dayAsked(member) ?? dayOf(member.now);
    const site = single(member.query, 'site').slice(0, 100).trim() || undefined;
    const of = await flow.reading.appointments(member.me.caller, { day, site });
    return { title: member.t('appointment.list'), page: <DeskDayPage of={of} day={day} site={site} /> };
  });
}

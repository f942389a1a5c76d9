import { dayOf, momentOf } from '../../book/rules/calendar/working-days.ts';
import type { Change } from '../../book/tables/lifecycle.ts';
import type { AppointmentRow } from '../../book/tables/rows/requests.ts';
import type { AppointmentState } from '../../book/tables/states.ts';
import { workedFrom } from '../appointment/desk.ts';
import { pagesOf } from '../pages.ts';
import type { Reads, Unit } from '../ports/store.ts';
import { nextTurn } from '../turn.ts';
import type { Notice, Template } from './templates.ts';

/** What is told of an appointment that ends; of one that is moved the next one tells, and one that is kept is known. */
const ENDED: Readonly<Partial<Record<AppointmentState, Template>>> = {
  cancelled: 'appointment-off',
  called_off: 'appointment-off',
  lapsed: 'appointment-off',
  missed: 'appointment-missed',
};
/** The hour of a worked day from which whoever comes on the next one is reminded. */
const REMINDED_FROM = 8;

/** The holder hears of their appointment, whoever booked it or gave it back. */
export async function ofAppointment(unit: Unit, change: Extract<Change, { table: 'appointment' }>): Promise<Notice[]> {
  const template = 'insert' in change ? 'appointment-booked' : change.set.state && ENDED[change.set.state];
  const row = template && (await unit.get('appointment', change.id));
  const request = row && (await unit.get('request', row.requestId));
  if (!template || !request) return [];
  return [{ template, personId: request.holderId, about: `appointment:${change.id}` }];
}

async function ofComing(reads: Pick<Reads, 'find'>, coming: readonly AppointmentRow[]): Promise<Notice[]> {
  const requests = await reads.find('request', { id: coming.map(({ requestId }) => requestId) });
  const holders = new Map(requests.map(({ id, holderId }) => [id, holderId]));
  return coming.flatMap(({ id, requestId }): Notice[] => {
    const personId = holders.get(requestId);
    const about = `appointment:${id}`;
    return personId ? [{ template: 'appointment-soon', personId, about, once: `soon:${about}` }] : [];
  });
}

/** Reminders of the next worked day, once each; who booked today knows. */
export async function appointmentReminders(reads: Reads, now: number): Promise<Notice[]> {
  const today = dayOf(now);
  if (now < momentOf(today, REMINDED_FROM * 60)) return [];
  // the next day on which anybody comes
  const [next] = await reads.find('appointment', { state: 'booked' }, { orderBy: 'day', from: today + 1, limit: 20 });
  if (!next) return [];
  const worked = await workedFrom(reads, today);
  if (!worked(today)) return [];
  for (let day = today + 1; day < next.day; day += 1) if (worked(day)) return [];
  const notices: Notice[] = [];
  for await (const coming of pagesOf(reads, 'appointment', { state: 'booked', day: next.day })) {
    const told = coming.filter(({ bookedAt }) => dayOf(bookedAt) < today);
    if (told.length > 0) notices.push(...(await ofComing(reads, told)));
    await nextTurn();
  }
  return notices;
}

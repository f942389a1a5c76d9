import type { AppointmentRow, RequestRow } from '../book/tables/rows/requests.ts';
import { APPOINTMENT_OFF } from '../book/tables/states.ts';
import type { Template } from '../flow/notifications/templates.ts';
import type { Reads } from '../flow/ports/store.ts';
import { dateForm } from '../words/dates.ts';
import { calendarOf } from './calendar.ts';
import { both } from './fact-values.ts';
import type { Facts } from './news.ts';
import type { Message } from './ports.ts';

/** In which states of the appointment each mail is still true when it leaves. */
const STILL: Readonly<Partial<Record<Template, readonly AppointmentRow['state'][]>>> = {
  'appointment-booked': ['booked'],
  'appointment-soon': ['booked'],
  'appointment-off': APPOINTMENT_OFF,
  'appointment-missed': ['missed'],
};
/** Why an appointment does not take place. */
const WHY: Readonly<Partial<Record<AppointmentRow['state'], { fr: string; en: string }>>> = {
  cancelled: { fr: 'il a été annulé', en: 'it was cancelled' },
  called_off: { fr: 'le guichet est fermé ce jour-là', en: 'the desk is closed on that day' },
  lapsed: { fr: 'le jeton ne se retire plus au guichet', en: 'the token is not fetched at the desk any more' },
};

/** Of one event each word has its number: each appointment of a request has two, that it is booked and that it is off. */
const sequenceOf = ({ nth, state }: Pick<AppointmentRow, 'nth' | 'state'>): number =>
  2 * (nth - 1) + (state === 'booked' ? 0 : 1);

function fileOf(
  row: AppointmentRow,
  { id, number }: Pick<RequestRow, 'id' | 'number'>,
  who: { organizer: string; attendee: string },
): NonNullable<Message['attachment']> {
  const { method, content } = calendarOf({
    ...who,
    uid: `${id.toLowerCase()}.jeton`,
    sequence: sequenceOf(row),
    cancelled: row.state !== 'booked',
    saidAt: row.endedAt ?? row.bookedAt,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    place: row.site,
    title: `Retrait du jeton ${number} · Token pick-up`,
    text: `Guichet de remise de ${row.site}. Venez avec une pièce d’identité.\nHand-over desk of ${row.site}. Bring an identity document.`,
  });
  return { name: 'rendez-vous.ics', content, type: `text/calendar; charset=utf-8; method=${method}` };
}

/** What mails say of appointments. */
export function createAppointmentFacts(reads: Reads, { timeZone, from }: { timeZone: string; from: string }) {
  const formats = {
    fr: dateForm('fr-FR', { dateStyle: 'full', timeStyle: 'short', timeZone }),
    en: dateForm('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone }),
  };

  /** Nothing is said that another appointment of the request has overtaken. */
  return async (
    template: Template,
    id: string,
    attendee: string,
  ): Promise<{ facts: Facts; attachment?: Message['attachment'] } | undefined> => {
    const row = await reads.get('appointment', id);
    const request = row && (await reads.get('request', row.requestId));
    if (!row || !request || STILL[template]?.includes(row.state) !== true) return undefined;
    if (row.state !== 'booked' && (await reads.count('appointment', { requestId: request.id, state: 'booked' })) > 0)
      return undefined;
    const facts = {
      number: both(request.number),
      site: both(row.site),
      at: { fr: formats.fr(row.startsAt), en: formats.en(row.startsAt) },
      why: WHY[row.state] ?? both(''),
    };
    if (template !== 'appointment-booked' && template !== 'appointment-off') return { facts };
    return { facts, attachment: fileOf(row, request, { organizer: from, attendee }) };
  };
}

import { DAY_MS } from '../../../durations.ts';
import { dayOfAct } from '../../language/day-of-act.ts';
import { act, adds, all, by, moves, must, not, service, who } from '../../language/language.ts';
import { plannedIn } from '../../language/planned-days.ts';
import type { Scene } from '../../language/scene.ts';
import { actor, computed, constant, fresh, from, now, subject } from '../../language/sources.ts';
import { stepActs } from '../../language/step-act.ts';
import type { ActedOn } from '../../rights/relations.ts';
import { isWorked } from '../../rules/calendar/roster.ts';
import { type Day, dayOf, isDay } from '../../rules/calendar/working-days.ts';
import {
  countIn,
  daysOffered,
  deskOf,
  farthestDay,
  isMissed,
  ofRequest,
  slotsOf,
} from '../../rules/handover/appointments.ts';
import { currentHandover, isProduced, tokenOfRequest } from '../../rules/handover/handovers.ts';
import { limitOf, settingsOf } from '../../rules/limits.ts';
import { textOf } from '../../tables/row.ts';
import { requestActedOn } from '../request/request.ts';

/** Whether a day between two is worked, as it was planned before the entry. */
function workedIn(s: Scene, firstDay: Day, lastDay: Day): (day: Day) => boolean {
  const planned = plannedIn(s, firstDay, lastDay);
  return (day) => isWorked(day, planned);
}
/** Attacker-controlled: the day of what an entry calls a moment; undefined for none. */
const dayOfMoment = (at: unknown): Day | undefined =>
  typeof at === 'number' && Number.isSafeInteger(at) && isDay(Math.floor(at / DAY_MS)) ? dayOf(at) : undefined;

/** Whether the desk offers the slot that the new row names. */
function isOffered(s: Scene): boolean {
  const [startsAt, today] = [s.written('booked.startsAt'), dayOfAct(s, 'booked.bookedAt')];
  const day = dayOfMoment(startsAt);
  if (day === undefined || today === undefined || day < today || day > farthestDay(today)) return false;
  const desk = deskOf(settingsOf(s));
  const days = daysOffered(today, desk, workedIn(s, today, day));
  return days.includes(day) && slotsOf(day, desk).some((slot) => slot.startsAt === startsAt);
}
/** The row that is booked, as the entry writes it. */
const booked = (s: Scene) => s.writtenOf('appointment').find(({ before }) => before === undefined)?.after;

const isOpen = must(
  'le guichet prend des rendez-vous (`appointment.open`)',
  'the desk takes appointments (appointment.open)',
  (s) => deskOf(settingsOf(s)).open,
);
const isReady = must('le jeton est prêt', 'the token is ready', (s) => s.value('token.state') === 'produced');
const isToCome = must('le créneau n’a pas commencé', 'the slot has not begun', (s) => {
  return Number(booked(s)?.startsAt) > s.clock.earliest;
});
const isAnother = must(
  'c’est un autre créneau que celui qui tient',
  'it is another slot than the one that stands',
  (s) => ofRequest(s).every(({ startsAt }) => startsAt !== booked(s)?.startsAt),
);
/** Read as they stand afterwards: the one that is given back leaves its place. */
const hasPlace = must(
  'il reste une place à ce guichet (`appointment.places`)',
  'there is a place left at that desk (appointment.places)',
  (s) => {
    const row = booked(s);
    if (row === undefined) return false;
    const all = s.findLater('appointmentsOfDay', row.site, row.day);
    return countIn(row, all) <= deskOf(settingsOf(s)).places;
  },
);

const standing = { named: { request: by('request', 'appointment.requestId'), handover: currentHandover } } as const;
const appointmentStep = stepActs('appointment');
/** Whose token it is, as far as rights depend on it. */
function actedOn(s: Scene): ActedOn {
  const request = s.row('request');
  return {
    holderId: textOf(request, 'holderId'),
    askerId: textOf(request, 'askerId'),
    service: textOf(request, 'service'),
  };
}
/** Whoever had their token sign at the desk since the slot began is there. */
const isThere = must(
  'la remise a commencé au guichet depuis le début du créneau',
  'the hand-over has begun at the desk since the slot began',
  (s) => {
    const [mode, at] = [s.value('handover.mode'), s.value('handover.challengedAt')];
    return mode === 'desk' && typeof at === 'number' && at >= Number(s.value('appointment.startsAt'));
  },
);
const isOver = must(
  'le créneau est passé, et son délai de grâce (`appointment.graceMinutes`)',
  'the slot is over, and its grace (appointment.graceMinutes)',
  (s) => {
    const grace = limitOf(settingsOf(s), 'appointment.graceMinutes');
    return isMissed({ endsAt: Number(s.value('appointment.endsAt')) }, grace, s.clock.latest);
  },
);
const isClosed = must('ce jour n’est plus travaillé', 'that day is not worked any more', (s) => {
  const day = Number(s.value('appointment.day'));
  return !workedIn(s, day, day)(day);
});
const isStillToCome = must('le créneau n’a pas commencé', 'the slot has not begun', (s) => {
  return Number(s.value('appointment.startsAt')) > s.clock.earliest;
});

/** Where tokens are kept, they are handed over; a service that names no location has one workshop. */
const hasDesk = must(
  'des jetons sont gardés sur ce site, ou aucun emplacement n’est enregistré',
  'tokens are kept at that site, or no location is registered',
  (s) => {
    const locations = s.find('stockLocations');
    return locations.length === 0 || locations.some(({ site }) => site === s.value('request.deliverySite'));
  },
);

/** Who comes for a ready token says when: the desk knows who comes, and nobody queues. */
export const APPOINTMENT_ACTS = [
  act('appointment.book', {
    fr: 'Prendre rendez-vous au guichet pour un jeton prêt ; un rendez-vous d’avant est annulé',
    en: 'Book an appointment at the desk for a token that is ready; one of before is cancelled',
    on: { table: 'request' },
    named: { token: tokenOfRequest },
    by: who('appointment.book', requestActedOn),
    writes: [
      adds(
        'appointment',
        {
          id: fresh,
          requestId: subject,
          nth: computed('le nombre de rendez-vous de la demande, plus un', 'one more than the request had', (v, s) => {
            return v === s.count('appointmentsOfRequest', s.subjectId) + 1;
          }),
          site: from('request.deliverySite'),
          day: computed('le jour du créneau', 'the day of the slot', (v, s) => {
            return v === dayOfMoment(s.written('booked.startsAt'));
          }),
          startsAt: computed(
            'le début d’un créneau du guichet, un jour travaillé et proposé (`appointment.days`)',
            'the begin of a slot of the desk, on a worked day that is offered (appointment.days)',
            (_, s) => isOffered(s),
          ),
          endsAt: computed(
            'son début et la durée d’un créneau (`appointment.minutes`)',
            'its begin and the length of a slot (appointment.minutes)',
            (v, s) => v === Number(s.written('booked.startsAt')) + deskOf(settingsOf(s)).minutes * 60_000,
          ),
          state: constant('booked'),
          bookedBy: actor,
          bookedAt: now,
        },
        { as: 'booked' },
      ),
      all(ofRequest, moves('appointment', 'move', { endedAt: now }, { as: 'former' })),
    ],
    before: [isOpen, isProduced, isReady, hasDesk, isToCome, isAnother, hasPlace],
  }),
  appointmentStep('appointment.cancel', 'cancel', {
    ...standing,
    fr: 'Annuler un rendez-vous',
    en: 'Cancel an appointment',
    by: who('appointment.cancel', actedOn),
    cells: { endedAt: now },
  }),
  appointmentStep('appointment.miss', 'miss', {
    ...standing,
    fr: 'Constater que personne n’est venu au rendez-vous ; le jeton reste prêt',
    en: 'Note that nobody came to an appointment; the token stays ready',
    by: service('le créneau et son délai de grâce sont passés', 'the slot and its grace are over'),
    cells: { endedAt: now },
    before: [isOver, not(isThere)],
  }),
  appointmentStep('appointment.callOff', 'callOff', {
    ...standing,
    fr: 'Annuler un rendez-vous dont le jour n’est plus travaillé',
    en: 'Call off an appointment whose day is not worked any more',
    by: service('une fermeture a été planifiée ce jour-là', 'a closure was planned on that day'),
    cells: { endedAt: now },
    before: [isClosed, isStillToCome],
  }),
];

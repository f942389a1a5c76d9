import { dayOfAct } from '../../language/day-of-act.ts';
import { act, adds, must, who } from '../../language/language.ts';
import { actor, computed, now, numberIn, oneOf, subject } from '../../language/sources.ts';
import { arePlanned, fitsReason, MOST_TECHNICIANS, yearOf } from '../../rules/calendar/roster.ts';
import { isDay } from '../../rules/calendar/working-days.ts';
import { ROSTER_REASONS, type RosterReason } from '../../tables/codes.ts';

const day = computed(
  'un jour à venir, à 366 jours au plus, les deux dans l’ordre',
  'a day to come, 366 days ahead at most, the two in order',
  (v, s) => {
    const today = dayOfAct(s, 'roster.plannedAt');
    const days = { firstDay: Number(s.written('roster.firstDay')), lastDay: Number(s.written('roster.lastDay')) };
    return typeof v === 'number' && today !== undefined && arePlanned(days, today);
  },
);

/** Who plans how many technicians work on the days to come: what dates are reckoned from. */
export const ROSTER_ACTS = [
  act('roster.plan', {
    fr: 'Planifier les techniciens des jours à venir, ou une fermeture',
    en: 'Plan the technicians of days to come, or a closure',
    by: who('roster.plan'),
    on: { table: 'roster', fresh: true },
    writes: [
      adds('roster', {
        id: subject,
        nth: computed('le nombre de plans, plus un', 'one more than there are plans', (v, s) => {
          return v === s.count('rosterPlans') + 1;
        }),
        firstDay: day,
        lastDay: day,
        year: computed('l’année du premier jour', 'the year of the first day', (v, s) => {
          const firstDay = Number(s.written('roster.firstDay'));
          return isDay(firstDay) && v === yearOf(firstDay);
        }),
        technicians: numberIn(0, MOST_TECHNICIANS),
        reason: oneOf(ROSTER_REASONS),
        plannedBy: actor,
        plannedAt: now,
      }),
    ],
    before: [
      must(
        'nul technicien le jour d’une fermeture, et ce jour seul',
        'no technician on a closure, and then alone',
        (s) => fitsReason(Number(s.written('roster.technicians')), s.written('roster.reason') as RosterReason),
      ),
    ],
  }),
];

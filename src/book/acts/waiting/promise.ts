import { dayOfAct } from '../../language/day-of-act.ts';
import { act, adds, must, service } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { computed, fresh, now, numberIn, oneOf, subject } from '../../language/sources.ts';
import { type MadePlan, planYears } from '../../rules/calendar/roster.ts';
import { dayOf } from '../../rules/calendar/working-days.ts';
import { limitOf, settingsOf } from '../../rules/limits.ts';
import { isBlankDay } from '../../rules/stock/expected-deliveries.ts';
import { arePromised, lastPromise, newPromise } from '../../rules/waiting/promises.ts';
import { PROMISE_REACHES } from '../../tables/codes.ts';
import type { RowOf } from '../../tables/row.ts';
import { waitsToBeMade } from '../../tables/states.ts';

const before = (s: Scene) => lastPromise(s.find('promisesOfRequest', s.subjectId) as RowOf<'promise'>[]);
const said = (s: Scene, column: 'fromDay' | 'midDay' | 'byDay' | 'ahead'): number =>
  Number(s.written(`promise.${column}`));
const daysIn = (s: Scene) => ({
  fromDay: said(s, 'fromDay'),
  midDay: said(s, 'midDay'),
  byDay: said(s, 'byDay'),
});
const day = computed(
  'un jour à venir, à 730 jours au plus, les trois dans l’ordre',
  'a day to come, 730 days ahead at most, the three in order',
  (v, s) => {
    const today = dayOfAct(s, 'promise.madeAt');
    return typeof v === 'number' && today !== undefined && arePromised(daysIn(s), today);
  },
);
/** The day as the entry writes it: what is no day is refused with its own column. */
const blankDayOf = (s: Scene): number | null => {
  const day = s.written('promise.blankDay');
  return typeof day === 'number' ? day : null;
};
const blankDay = computed(
  'vide, ou un jour à venir où des jetons vierges arrivent : celui d’une livraison attendue, ou d’une commande passée le jour de l’acte ou de la dernière livraison (`stock.leadDays`)',
  'nothing, or a day to come on which blank tokens come: that of an expected delivery, or of an order made on the day of the act or of the last delivery (stock.leadDays)',
  (v, s) => {
    const today = dayOfAct(s, 'promise.madeAt');
    if (v === null || today === undefined) return v === null;
    const days = s.find('openExpectedDeliveries').map(({ day }) => Number(day));
    const ordering = { today, leadDays: limitOf(settingsOf(s), 'stock.leadDays') };
    return isBlankDay(
      v,
      ordering,
      days.filter((day) => day >= today),
    );
  },
);
/** The plans that may hold a day of the promise before. */
function plansOf(s: Scene): MadePlan[] {
  const last = before(s);
  const years = last ? planYears(dayOf(last.madeAt), last.byDay) : [];
  return years.flatMap((year) => s.find('rosterPlansOfYear', year) as RowOf<'roster'>[]);
}
const reason = computed(
  'ce qui suit de la date d’avant, de celle-ci et de ce qui fut planifié entre les deux',
  'what follows from the date before, this one and what was planned in between',
  (v, s) => {
    const today = dayOfAct(s, 'promise.madeAt');
    if (typeof v !== 'string' || today === undefined) return false;
    const approved = s.value('request.state') !== 'submitted';
    return (
      newPromise(before(s), { ...daysIn(s), ahead: said(s, 'ahead'), blankDay: blankDayOf(s), approved }, today, () =>
        plansOf(s),
      ) === v
    );
  },
);

/** The service tells who waits when their token will be ready, and why that changes. */
export const PROMISE_ACTS = [
  act('request.promise', {
    fr: 'Annoncer quand une demande sera prête, ou que cette date change',
    en: 'Announce when a request will be ready, or that this date changes',
    by: service('la demande attend d’être produite', 'the request waits to be made'),
    on: { table: 'request' },
    writes: [
      adds('promise', {
        id: fresh,
        requestId: subject,
        nth: computed('le nombre de dates déjà annoncées, plus un', 'one more than were announced', (v, s) => {
          return v === (before(s)?.nth ?? 0) + 1;
        }),
        fromDay: day,
        midDay: day,
        byDay: day,
        reach: oneOf(PROMISE_REACHES),
        ahead: numberIn(0, 1_000_000),
        blankDay,
        reason,
        madeAt: now,
      }),
    ],
    before: [
      must('la demande attend d’être produite', 'the request waits to be made', (s) =>
        waitsToBeMade(s.value('request.state')),
      ),
      must('la demande est celle d’un jeton', 'the request is for a token', (s) => {
        return s.value('request.kind') !== 'nomade';
      }),
    ],
  }),
];

import { act, adds, must, service } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { computed, fresh, given, now, numberIn, oneOf, subject } from '../../language/sources.ts';
import { arePromised, lastPromise } from '../../rules/promises.ts';
import { dayOf } from '../../rules/working-days.ts';
import type { RowOf } from '../../tables/row.ts';
import { REQUEST_TO_MAKE } from '../../tables/states.ts';
import { PROMISE_REACHES, PROMISE_REASONS } from '../../tables/tables.ts';

const before = (s: Scene) => lastPromise(s.find('promisesOfRequest', s.subjectId) as RowOf<'promise'>[]);
const isFirst = must('aucune date n’a été annoncée', 'no date was announced', (s) => before(s) === undefined);
/** A day of the promise that is written; which of them are in order is asked for of all three together. */
const day = computed('un jour, comme les trois se suivent', 'a day, as the three follow each other', (v, s) => {
  const dayIn = (column: string): number => Number(s.written(`promise.${column}`));
  const days = { fromDay: dayIn('fromDay'), midDay: dayIn('midDay'), byDay: dayIn('byDay') };
  // about midnight the clock may have said the day before
  return typeof v === 'number' && [s.clock.earliest, s.clock.latest].some((at) => arePromised(days, dayOf(at)));
});

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
        nth: computed('le nombre de dates annoncées, et une de plus', 'one more than were announced', (v, s) => {
          return v === (before(s)?.nth ?? 0) + 1;
        }),
        fromDay: day,
        midDay: day,
        byDay: day,
        reach: oneOf(PROMISE_REACHES),
        ahead: numberIn(0, 1_000_000),
        reason: given(isFirst, oneOf(['first']), oneOf(PROMISE_REASONS.filter((reason) => reason !== 'first'))),
        madeAt: now,
      }),
    ],
    before: [
      must('la demande attend d’être produite', 'the request waits to be made', (s) =>
        (REQUEST_TO_MAKE as readonly unknown[]).includes(s.value('request.state')),
      ),
      must('la demande est celle d’un jeton', 'the request is for a token', (s) => {
        return s.value('request.kind') !== 'nomade';
      }),
      must('aucune date ne lui a été annoncée ce jour', 'no date was announced for it on this day', (s) => {
        const last = before(s);
        return last === undefined || dayOf(last.madeAt) < dayOf(s.clock.latest);
      }),
    ],
  }),
];

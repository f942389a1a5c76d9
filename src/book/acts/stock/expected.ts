import { dayOfAct } from '../../language/day-of-act.ts';
import { act, adds, moves, must, type Named, sets, type Write, who } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { actor, computed, constant, from, input, now, numberIn, oneOf, subject } from '../../language/sources.ts';
import { tokenModel } from '../../language/typed-names.ts';
import { canComeOn, MOST_EXPECTED, MOST_OPEN_DELIVERIES, ORDER_CODE } from '../../rules/stock/expected-deliveries.ts';
import { DELIVERY_REASONS } from '../../tables/codes.ts';

const dayWritten = (column: 'expectedAt' | 'changedAt') =>
  computed('un jour à venir, à 366 jours au plus', 'a day to come, 366 days ahead at most', (v, s) => {
    const today = dayOfAct(s, `expectedDelivery.${column}`);
    return typeof v === 'number' && today !== undefined && canComeOn(v, today);
  });
const isExpected = must(
  'la livraison est attendue',
  'the delivery is expected',
  (s) => s.value('expectedDelivery.state') === 'expected',
);
const changed = { reason: oneOf(DELIVERY_REASONS), changedAt: now };

/** The expected delivery that the new one is said to be of. */
export const expectedOfDelivery: Named = {
  table: 'expectedDelivery',
  find: (s) => {
    const id = s.written('delivery.expectedId');
    return typeof id === 'string' ? s.get('expectedDelivery', id) : undefined;
  },
};
/** An expected delivery of this very model, or none. */
export const expectedOne = computed(
  'une livraison attendue du même modèle, ou vide',
  'an expected delivery of the same model, or nothing',
  (v, s) => {
    if (v === null) return true;
    const { state, model } = s.row('expectedDelivery') ?? {};
    return typeof v === 'string' && state === 'expected' && model === s.written('delivery.model');
  },
  () => null,
);
const cameSoFar = (s: Scene): number => Number(s.value('expectedDelivery.came')) + Number(s.written('delivery.count'));
const isOfOne = (s: Scene): boolean => typeof s.written('delivery.expectedId') === 'string';
const isLast = (s: Scene): boolean => cameSoFar(s) >= Number(s.value('expectedDelivery.count'));
const came = {
  came: computed('ce qui en est arrivé, avec cette livraison', 'what came of it, with this delivery', (v, s) => {
    return v === cameSoFar(s);
  }),
};
/** What came is counted against what was expected; with the last of it nothing is expected any more. */
export const countsAgainst: Write[] = [
  moves('expectedDelivery', 'receive', came, {
    when: must(
      'elle est d’une livraison attendue, et tout en est arrivé',
      'it is of an expected delivery, and all of that came',
      (s) => isOfOne(s) && isLast(s),
    ),
  }),
  sets('expectedDelivery', came, {
    when: must(
      'elle est d’une livraison attendue, et il en manque encore',
      'it is of an expected delivery, and some of that is still to come',
      (s) => isOfOne(s) && !isLast(s),
    ),
  }),
];

/** Blank tokens that are to come, as somebody said: what forecasts count with. */
export const EXPECTED_ACTS = [
  act('stock.expect', {
    fr: 'Annoncer une livraison de jetons vierges',
    en: 'Say that a delivery of blank tokens is to come',
    by: who('stock.expect'),
    on: { table: 'expectedDelivery', fresh: true },
    writes: [
      adds('expectedDelivery', {
        id: subject,
        nth: computed('le nombre de livraisons annoncées, plus une', 'one more than were ever expected', (v, s) => {
          return v === s.count('expectedDeliveries') + 1;
        }),
        reference: input('la référence de la commande', 'the reference of the order', ORDER_CODE),
        model: tokenModel,
        count: numberIn(1, MOST_EXPECTED),
        came: constant(0),
        day: dayWritten('expectedAt'),
        state: constant('expected'),
        expectedBy: actor,
        expectedAt: now,
      }),
    ],
    before: [
      must(
        `moins de ${MOST_OPEN_DELIVERIES} livraisons sont attendues`,
        `fewer than ${MOST_OPEN_DELIVERIES} deliveries are expected`,
        (s) => s.count('openExpectedDeliveries') < MOST_OPEN_DELIVERIES,
      ),
    ],
  }),
  act('stock.postpone', {
    fr: 'Changer le jour d’une livraison attendue, avec un motif',
    en: 'Change the day of an expected delivery, with a reason',
    by: who('stock.expect'),
    on: { table: 'expectedDelivery' },
    // each change says what it replaces: none can be taken out
    says: { before: from('expectedDelivery.day') },
    writes: [sets('expectedDelivery', { day: dayWritten('changedAt'), ...changed })],
    before: [
      isExpected,
      must('c’est un autre jour', 'it is another day', (s) => {
        return s.written('expectedDelivery.day') !== s.value('expectedDelivery.day');
      }),
    ],
  }),
  act('stock.cancelExpected', {
    fr: 'Ne plus attendre une livraison, ou ce qui en reste, avec un motif',
    en: 'Expect a delivery no more, or what is left of it, with a reason',
    by: who('stock.expect'),
    on: { table: 'expectedDelivery' },
    writes: [moves('expectedDelivery', 'cancel', changed)],
  }),
];

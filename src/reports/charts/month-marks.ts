import { scaleBand } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';
import type { Point } from '../sums.ts';
import { type ChartMarks, countScale, FRAME, ticksOf } from './chart-scale.ts';

type Language = 'fr' | 'en';
export const MONTH_WORDS = {
  fr: {
    title: (days: number) => `Production par jour, ${days} ${days > 1 ? 'jours' : 'jour'}`,
    sentence: (total: number) =>
      `${total} ${total > 1 ? 'jetons produits' : 'jeton produit'} en tout\u202f; bande\u202f: journée habituelle des techniciens présents\u202f; tirets\u202f: en forte activité.`,
    day: 'Jour',
    produced: 'Produits',
    usual: 'Habituel',
    surge: 'Forte activité',
    short: new Intl.DateTimeFormat('fr-FR', { day: 'numeric', month: 'numeric', timeZone: 'UTC' }),
  },
  en: {
    title: (days: number) => `Production by the day, ${days} ${days === 1 ? 'day' : 'days'}`,
    sentence: (total: number) =>
      `${total} ${total === 1 ? 'token' : 'tokens'} produced in all; band: a usual day of the technicians present; dashes: in surge mode.`,
    day: 'Day',
    produced: 'Produced',
    usual: 'Usual',
    surge: 'Surge mode',
    short: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'numeric', timeZone: 'UTC' }),
  },
} as const;

/** A day as this chart shows it. */
export type ShownDay = Pick<Point, 'date' | 'produced' | 'technicians' | 'against'>;

/** Tokens produced day by day, against a usual day and a day of surge mode of as many technicians as there were. */
export function monthMarks(days: readonly ShownDay[], language: Language): ChartMarks {
  const say = MONTH_WORDS[language];
  const dates = days.map(({ date }) => date);
  const x = scaleBand().domain(dates).range([FRAME.left, FRAME.right]).paddingInner(0.2);
  const y = countScale(Math.max(0, ...days.map((day) => Math.max(day.produced, day.against.surge * day.technicians))));
  // of few days the gap between two is wide: nothing stands left of the axis
  const start = ({ date }: Pick<Point, 'date'>): number =>
    Math.max(FRAME.left, (x(date) ?? 0) - (x.step() - x.bandwidth()) / 2);
  // a step ends where the next begins: the last day is drawn once more, at the right side
  const steps = days.map((day) => ({ day, at: start(day) }));
  const drawn = [...steps, ...steps.slice(-1).map(({ day }) => ({ day, at: FRAME.right }))];
  const band = area<(typeof drawn)[number]>()
    .curve(curveStepAfter)
    .x(({ at }) => at)
    .y0(({ day }) => y(day.against.low * day.technicians))
    .y1(({ day }) => y(day.against.high * day.technicians));
  const surge = line<(typeof drawn)[number]>()
    .curve(curveStepAfter)
    .x(({ at }) => at)
    .y(({ day }) => y(day.against.surge * day.technicians));
  const total = days.reduce((sum, { produced }) => sum + produced, 0);
  return {
    title: say.title(days.length),
    sentence: say.sentence(total),
    band: band(drawn) ?? '',
    dashes: surge(drawn) ?? '',
    bars: days.flatMap(({ date, produced }) =>
      produced === 0
        ? []
        : [{ key: date, x: x(date) ?? 0, y: y(produced), width: x.bandwidth(), height: FRAME.bottom - y(produced) }],
    ),
    ticks: ticksOf(y),
    words: dates.flatMap((date, place) => {
      const left = dates.length - 1 - place;
      const at = (x(date) ?? 0) + x.bandwidth() / 2;
      return left % 7 === 0 ? [{ at, text: say.short.format(Date.parse(date)), lesser: left % 14 !== 0 }] : [];
    }),
  };
}

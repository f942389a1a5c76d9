import { scaleBand } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';
import type { VNode } from 'preact';
import type { Point } from '../sums.ts';
import { Axes, Chart, countScale, FRAME } from './chart-frame.tsx';

type Language = 'fr' | 'en';
const WORDS = {
  fr: {
    title: (days: number) => `Production par jour, ${days} ${days > 1 ? 'jours' : 'jour'}`,
    sentence: (total: number) =>
      `${total} ${total > 1 ? 'jetons produits' : 'jeton produit'} en tout\u202f; bande\u202f: journée habituelle des techniciens présents\u202f; tirets\u202f: en crise.`,
    day: 'Jour',
    produced: 'Produits',
    usual: 'Habituel',
    surge: 'Crise',
    short: new Intl.DateTimeFormat('fr-FR', { day: 'numeric', month: 'numeric', timeZone: 'UTC' }),
  },
  en: {
    title: (days: number) => `Production by the day, ${days} ${days === 1 ? 'day' : 'days'}`,
    sentence: (total: number) =>
      `${total} ${total === 1 ? 'token' : 'tokens'} produced in all; band: a usual day of the technicians present; dashes: in a crisis.`,
    day: 'Day',
    produced: 'Produced',
    usual: 'Usual',
    surge: 'Crisis',
    short: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'numeric', timeZone: 'UTC' }),
  },
} as const;

/** Tokens produced day by day, against a usual day and a day of crisis of as many technicians as there were. */
export function MonthChart({
  days,
  language = 'fr',
  id = 'month',
}: {
  days: readonly Pick<Point, 'date' | 'produced' | 'technicians' | 'against'>[];
  language?: Language;
  id?: string;
}): VNode {
  const say = WORDS[language];
  const dates = days.map(({ date }) => date);
  const x = scaleBand().domain(dates).range([FRAME.left, FRAME.right]).paddingInner(0.2);
  const y = countScale(Math.max(0, ...days.map((day) => Math.max(day.produced, day.against.surge * day.technicians))));
  const start = ({ date }: Pick<Point, 'date'>): number => (x(date) ?? 0) - (x.step() - x.bandwidth()) / 2;
  // a step ends where the next begins: the last day is drawn once more, at the right side
  const steps = days.map((day) => ({ day, at: start(day) }));
  const drawn = [...steps, ...steps.slice(-1).map(({ day }) => ({ day, at: FRAME.right }))];
  const band = area<(typeof drawn)[number]>()
    .curve(curveStepAfter)
    .x(({ at }) => at)
    .y0(({ day }) => y(day.against.low * day.technicians))
    .y1(({ day }) => y(day.against.high * day.technicians));
  const crisis = line<(typeof drawn)[number]>()
    .curve(curveStepAfter)
    .x(({ at }) => at)
    .y(({ day }) => y(day.against.surge * day.technicians));
  const short = (date: string): string => say.short.format(Date.parse(date));
  const table = (
    <table>
      <caption>{say.title(days.length)}</caption>
      <thead>
        <tr>
          <th scope="col">{say.day}</th>
          <th scope="col">{say.produced}</th>
          <th scope="col">{say.usual}</th>
          <th scope="col">{say.surge}</th>
        </tr>
      </thead>
      <tbody>
        {days.map(({ date, produced, technicians, against }) => (
          <tr key={date}>
            <th scope="row">{short(date)}</th>
            <td>{produced}</td>
            <td>{technicians === 0 ? '–' : `${against.low * technicians}–${against.high * technicians}`}</td>
            <td>{technicians === 0 ? '–' : against.surge * technicians}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
  const total = days.reduce((sum, { produced }) => sum + produced, 0);
  return (
    <Chart id={id} title={say.title(days.length)} sentence={say.sentence(total)} table={table}>
      <g class="jeton-chart__targets">
        <path d={band(drawn) ?? ''} fill-opacity="0.2" />
        <path d={crisis(drawn) ?? ''} fill="none" stroke="currentColor" stroke-dasharray="6 4" />
      </g>
      <g class="jeton-chart__bars">
        {days.map(({ date, produced }) =>
          produced === 0 ? null : (
            <rect key={date} x={x(date)} y={y(produced)} width={x.bandwidth()} height={FRAME.bottom - y(produced)} />
          ),
        )}
      </g>
      <Axes
        y={y}
        words={dates.flatMap((date, place) =>
          (dates.length - 1 - place) % 7 === 0
            ? [
                {
                  at: (x(date) ?? 0) + x.bandwidth() / 2,
                  text: short(date),
                  lesser: (dates.length - 1 - place) % 14 !== 0,
                },
              ]
            : [],
        )}
      />
    </Chart>
  );
}

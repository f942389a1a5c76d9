import { scaleBand } from 'd3-scale';
import { curveStepAfter, line } from 'd3-shape';
import type { VNode } from 'preact';
import type { EndsReport } from '../../flow/reading/token/ends.ts';
import { Axes, Chart } from './chart-frame.tsx';
import { countScale, FRAME, ticksOf } from './chart-scale.ts';

type Language = 'fr' | 'en';
const WORDS = {
  fr: {
    title: 'Échéances et renouvellements prévus, par semaine',
    sentence: (ends: number, weeks: number) =>
      `${ends} ${ends > 1 ? 'certificats prennent' : 'certificat prend'} fin en ${weeks} semaines\u202f; barres pleines\u202f: fins\u202f; barres claires\u202f: renouvellements que le service demandera\u202f; tirets\u202f: capacité.`,
    week: 'Semaine',
    ends: 'Fins',
    asked: 'Demandés',
    planned: 'Prévus',
    capacity: 'Capacité',
    short: new Intl.DateTimeFormat('fr-FR', { day: 'numeric', month: 'numeric', timeZone: 'UTC' }),
  },
  en: {
    title: 'Ends of certificates and planned renewals, by week',
    sentence: (ends: number, weeks: number) =>
      `${ends} ${ends === 1 ? 'certificate ends' : 'certificates end'} in ${weeks} weeks; full bars: ends; light bars: renewals that the service will ask for; dashes: capacity.`,
    week: 'Week',
    ends: 'Ends',
    asked: 'Asked',
    planned: 'Planned',
    capacity: 'Capacity',
    short: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'numeric', timeZone: 'UTC' }),
  },
} as const;

/** What ends by week, beside what the service will ask for, against what the workshop makes. */
export function EndsChart({ report, language = 'fr' }: { report: EndsReport; language?: Language }): VNode {
  const say = WORDS[language];
  const { weeks } = report;
  const x = scaleBand()
    .domain(weeks.map(({ week }) => week))
    .range([FRAME.left, FRAME.right])
    .paddingInner(0.3);
  const y = countScale(Math.max(0, ...weeks.map(({ ends, planned, capacity }) => Math.max(ends, planned, capacity))));
  const steps = weeks.map(({ week, capacity }) => ({ capacity, at: x(week) ?? 0 }));
  const drawn = [...steps, ...steps.slice(-1).map(({ capacity }) => ({ capacity, at: FRAME.right }))];
  const capacityLine = line<(typeof drawn)[number]>()
    .curve(curveStepAfter)
    .x(({ at }) => at)
    .y(({ capacity }) => y(capacity));
  const short = (date: string): string => say.short.format(Date.parse(date));
  const half = x.bandwidth() / 2;
  const bar = (at: number, count: number) =>
    count === 0 ? null : <rect x={at} y={y(count)} width={half} height={FRAME.bottom - y(count)} />;
  const table = (
    <table>
      <caption>{say.title}</caption>
      <thead>
        <tr>
          <th scope="col">{say.week}</th>
          <th scope="col">{say.ends}</th>
          <th scope="col" class="jeton-chart__lesser">
            {say.asked}
          </th>
          <th scope="col">{say.planned}</th>
          <th scope="col">{say.capacity}</th>
        </tr>
      </thead>
      <tbody>
        {weeks.map(({ week, ends, asked, planned, capacity }) => (
          <tr key={week}>
            <th scope="row">{short(week)}</th>
            <td>{ends}</td>
            <td class="jeton-chart__lesser">{asked}</td>
            <td>{planned}</td>
            <td>{capacity}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
  const all = weeks.reduce((sum, { ends }) => sum + ends, 0);
  return (
    <Chart id="ends" title={say.title} sentence={say.sentence(all, weeks.length)} table={table}>
      <g class="jeton-chart__bars">
        {weeks.map(({ week, ends, planned }) => (
          <g key={week}>
            {bar(x(week) ?? 0, ends)}
            <g fill-opacity="0.45">{bar((x(week) ?? 0) + half, planned)}</g>
          </g>
        ))}
      </g>
      <g class="jeton-chart__targets">
        <path d={capacityLine(drawn) ?? ''} fill="none" stroke="currentColor" stroke-dasharray="6 4" />
      </g>
      <Axes
        ticks={ticksOf(y)}
        words={weeks.flatMap(({ week }, place) =>
          place % 4 === 0 ? [{ at: (x(week) ?? 0) + half, text: short(week), lesser: place % 8 !== 0 }] : [],
        )}
      />
    </Chart>
  );
}

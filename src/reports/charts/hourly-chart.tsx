import type { VNode } from 'preact';
import type { DailyReport } from '../shape.ts';
import { Axes, Bars, Chart } from './chart-frame.tsx';
import { HOURLY_WORDS, HOURS, hourlyMarks } from './hourly-marks.ts';

type Language = 'fr' | 'en';

/** Tokens produced, hour by hour, against what is made at that hour on the days before it. */
export function HourlyChart({
  report,
  before = [],
  language = 'fr',
  id = 'production',
}: {
  report: DailyReport;
  before?: readonly DailyReport[];
  language?: Language;
  id?: string;
}): VNode {
  const say = HOURLY_WORDS[language];
  const { title, sentence, bars, line, usual, ticks, words } = hourlyMarks(report, before, language);
  const shown = HOURS.filter((hour) => (report.perHour[hour] ?? 0) > 0 || (usual?.[hour] ?? 0) > 0);
  const table = shown.length > 0 && (
    <table>
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{say.hour}</th>
          <th scope="col">{say.produced}</th>
          {usual && <th scope="col">{say.usual}</th>}
        </tr>
      </thead>
      <tbody>
        {shown.map((hour) => (
          <tr key={hour}>
            <th scope="row">{say.between(hour)}</th>
            <td>{report.perHour[hour]}</td>
            {usual && <td>{say.number(usual[hour] ?? 0)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
  return (
    <Chart id={id} title={title} sentence={sentence} table={table}>
      <Axes ticks={ticks} words={words} />
      <Bars bars={bars} />
      {line && <path class="jeton-chart__usual" d={line} fill="none" stroke="currentColor" stroke-width="2" />}
    </Chart>
  );
}

import type { VNode } from 'preact';
import { Axes, Bars, Chart } from './chart-frame.tsx';
import { MONTH_WORDS, monthMarks, type ShownDay } from './month-marks.ts';

type Language = 'fr' | 'en';

/** Tokens produced day by day, against a usual day and a day of surge mode of as many technicians as there were. */
export function MonthChart({
  days,
  language = 'fr',
  id = 'month',
}: {
  days: readonly ShownDay[];
  language?: Language;
  id?: string;
}): VNode {
  const say = MONTH_WORDS[language];
  const { title, sentence, bars, band, dashes, ticks, words } = monthMarks(days, language);
  const short = (date: string): string => say.short.format(Date.parse(date));
  const table = (
    <table>
      <caption>{title}</caption>
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
  return (
    <Chart id={id} title={title} sentence={sentence} table={table}>
      <g class="jeton-chart__targets">
        <path d={band} fill-opacity="0.2" />
        <path d={dashes} fill="none" stroke="currentColor" stroke-dasharray="6 4" />
      </g>
      <Bars bars={bars} />
      <Axes ticks={ticks} words={words} />
    </Chart>
  );
}

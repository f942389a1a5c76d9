import type { ComponentChildren, VNode } from 'preact';
import { type AxisWord, type Bar, FRAME, type Tick } from './chart-scale.ts';

interface ChartProps {
  /** Unique on the page. */
  id: string;
  title: string;
  sentence: string;
  /** The same figures as a table; false where there is none to show. */
  table: VNode | false;
  /** The table has many columns: it stands below the drawing. */
  wide?: boolean;
  children: ComponentChildren;
}
/**
 * A chart of a page: an SVG with a name and a description for those who cannot see it, and a table beside it with the same
 * figures. Colours come from the page (currentColor), shapes tell the series apart, and nothing needs an inline style or a
 * script (rule W1).
 */
export function Chart({ id, title, sentence, table, wide = false, children }: ChartProps): VNode {
  return (
    <figure class={wide ? 'jeton-chart jeton-chart--wide' : 'jeton-chart'}>
      <div>
        <svg
          viewBox={`0 0 ${FRAME.width} ${FRAME.height}`}
          role="img"
          aria-labelledby={`${id}-title ${id}-text`}
          fill="currentColor"
        >
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-text`}>{sentence}</desc>
          {children}
        </svg>
        <figcaption>{sentence}</figcaption>
      </div>
      {table}
    </figure>
  );
}

/** To a tenth of a unit: a browser draws no finer, and the digits of a scale weigh more than its marks. */
const tenths = (at: number): number => Math.round(at * 10) / 10;

interface AxesProps {
  /** What the heights mean, and where a word stands below the line. */
  ticks: readonly Tick[];
  words: readonly AxisWord[];
}
/** The line that bars stand on, what the heights mean, and what stands below. */
export function Axes({ ticks, words }: AxesProps): VNode {
  return (
    <g class="jeton-chart__axes">
      <line x1={FRAME.left} x2={FRAME.right} y1={FRAME.bottom} y2={FRAME.bottom} stroke="currentColor" />
      {ticks.map(({ text, at }) => (
        <text key={text} x={FRAME.left - 6} y={tenths(at + 4)} text-anchor="end">
          {text}
        </text>
      ))}
      {words.map(({ at, text, lesser }) => {
        // the last word would be cut at the right side
        const isLast = at > FRAME.width - 24;
        return (
          <text
            key={at}
            x={isLast ? FRAME.width : tenths(at)}
            y={FRAME.bottom + 28}
            text-anchor={isLast ? 'end' : 'middle'}
            class={lesser ? 'jeton-chart__lesser' : undefined}
          >
            {text}
          </text>
        );
      })}
    </g>
  );
}

/** Counts as bars that stand on the line. */
export const Bars = ({ bars }: { bars: readonly Bar[] }): VNode => (
  <g class="jeton-chart__bars">
    {bars.map(({ key, x, y, width, height }) => (
      <rect key={key} x={tenths(x)} y={tenths(y)} width={tenths(width)} height={tenths(height)} />
    ))}
  </g>
);

import { type ScaleLinear, scaleLinear } from 'd3-scale';
import type { ComponentChildren, VNode } from 'preact';

/** The drawing's coordinates; it scales with its column. The left side has room for four figures as large as small screens need. */
export const FRAME = { width: 640, height: 280, left: 72, right: 632, top: 16, bottom: 236 } as const;

/** Counts from nothing to at least `most`, with round steps. */
export const countScale = (most: number): ScaleLinear<number, number> =>
  scaleLinear()
    .domain([0, Math.max(most, 5)])
    .nice(5)
    .range([FRAME.bottom, FRAME.top]);

interface ChartProps {
  /** Unique on the page. */
  id: string;
  title: string;
  sentence: string;
  /** The same figures as a table. */
  table: VNode;
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

interface AxesProps {
  y: ScaleLinear<number, number>;
  /** Where a word stands below the line; on small screens the lesser ones are left out. */
  words: readonly { at: number; text: string; lesser: boolean }[];
}
/** The line that bars stand on, what the heights mean, and what stands below. */
export function Axes({ y, words }: AxesProps): VNode {
  return (
    <g class="jeton-chart__axes">
      <line x1={FRAME.left} x2={FRAME.right} y1={FRAME.bottom} y2={FRAME.bottom} stroke="currentColor" />
      {y
        .ticks(5)
        .filter(Number.isInteger)
        .map((count) => (
          <text key={count} x={FRAME.left - 6} y={y(count) + 4} text-anchor="end">
            {count}
          </text>
        ))}
      {words.map(({ at, text, lesser }) => {
        // the last word would be cut at the right side
        const isLast = at > FRAME.right - 24;
        return (
          <text
            key={at}
            x={isLast ? FRAME.width : at}
            y={FRAME.bottom + 28}
            text-anchor={isLast ? 'end' : 'middle'}
            class={lesser ? 'jeton-chart__lesser' : ''}
          >
            {text}
          </text>
        );
      })}
    </g>
  );
}

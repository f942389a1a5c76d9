import { type ScaleLinear, scaleLinear } from 'd3-scale';

/** The drawing's coordinates; it scales with its column. The left side has room for four figures as large as small screens need. */
export const FRAME = { width: 640, height: 280, left: 72, right: 632, top: 16, bottom: 236 } as const;

/** Counts from nothing to at least `most`, with round steps. */
export const countScale = (most: number): ScaleLinear<number, number> =>
  scaleLinear()
    .domain([0, Math.max(most, 5)])
    .nice(5)
    .range([FRAME.bottom, FRAME.top]);

/** Counts that stand beside a drawing, and how far down. */
export const ticksOf = (y: ScaleLinear<number, number>): Tick[] =>
  y
    .ticks(5)
    .filter(Number.isInteger)
    .map((count) => ({ text: String(count), at: y(count) }));

export interface Tick {
  text: string;
  at: number;
}
/** A word below a drawing; on small screens the lesser ones are left out. */
export interface AxisWord extends Tick {
  lesser: boolean;
}
export interface Bar {
  key: string;
  x: number;
  y: number;
  width: number;
  height: number;
}
/** What stands on a chart, reckoned once for pages and for paper. Paths are in the words of SVG, in coordinates of `FRAME`. */
export interface ChartMarks {
  title: string;
  sentence: string;
  bars: Bar[];
  /** What is filled lightly behind the bars. */
  band?: string;
  dashes?: string;
  line?: string;
  ticks: Tick[];
  words: AxisWord[];
}

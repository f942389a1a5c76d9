import { LEFT, RIGHT } from './heading.ts';
import { BLUE, GREY, INK, type Pen } from './sheet.ts';

/** A chart as paper shows it: the marks of the page, in coordinates of a frame, and its words in both languages. */
export interface PaperChart {
  frame: { width: number; height: number; left: number; right: number; bottom: number };
  says: Record<'fr' | 'en', { title: string; sentence: string }>;
  bars: readonly { x: number; y: number; width: number; height: number }[];
  band?: string;
  dashes?: string;
  line?: string;
  ticks: readonly { text: string; at: number }[];
  words: readonly { text: string; at: number }[];
}
/** Points of the words of its axes, and the width that one of them takes at most, mm. */
const AXIS = { size: 6.5, width: 16 };

/** A chart with its title and its sentence, English below French. Answers the y under it. */
export function drawChart(
  pen: Pen,
  top: number,
  { frame, says, bars, band, dashes, line, ticks, words }: PaperChart,
): number {
  const width = RIGHT - LEFT;
  const scale = width / frame.width;
  let y = pen.text(says.fr.title, LEFT, top, { face: 'bold', size: 11, width });
  y = pen.text(says.en.title, LEFT, y, { face: 'italic', size: 8, colour: GREY, width }) + 1;
  const path = (d: string, style: Parameters<Pen['path']>[4]): void => pen.path(d, LEFT, y, scale, style);
  if (band) path(band, { colour: GREY, opacity: 0.25 });
  if (dashes) path(dashes, { colour: GREY, stroke: 1.5, dash: [6, 4] });
  for (const bar of bars) path(`M${bar.x},${bar.y}h${bar.width}v${bar.height}h${-bar.width}Z`, { colour: BLUE });
  if (line) path(line, { colour: INK, stroke: 2 });
  path(`M${frame.left},${frame.bottom}H${frame.right}`, { colour: INK, stroke: 1 });
  for (const { text, at } of ticks) {
    const right = LEFT + (frame.left - 6) * scale;
    pen.text(text, right - AXIS.width, y + at * scale - 1.2, { size: AXIS.size, width: AXIS.width, align: 'right' });
  }
  for (const { text, at } of words) {
    // the last word would stand beyond the sheet's edge
    const x = Math.min(LEFT + at * scale - AXIS.width / 2, RIGHT - AXIS.width);
    const align = x < RIGHT - AXIS.width ? ('center' as const) : ('right' as const);
    pen.text(text, x, y + frame.bottom * scale + 1.5, { size: AXIS.size, width: AXIS.width, align });
  }
  y = pen.text(says.fr.sentence, LEFT, y + (frame.bottom + 24) * scale, { size: 8.5, width });
  return pen.text(says.en.sentence, LEFT, y, { face: 'italic', size: 8, colour: GREY, width });
}

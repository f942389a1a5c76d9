import { drawChart, type PaperChart } from './chart.ts';
import { drawSender, LEFT, RIGHT, type Row } from './heading.ts';
import type { House } from './house.ts';
import { A4, drawSheet, GREY, type Pen } from './sheet.ts';

/** The figures of a day or of several, as rows of a paper. */
export interface Figures {
  /** Its heading, English below French. */
  title: { fr: string; en: string };
  rows: readonly Row[];
  /** Drawn before them. */
  charts: readonly PaperChart[];
}
/** Left edge of the values, the least height of a row, and where the last row of a page may begin, mm. */
const VALUES = 128;
const ROW = 5.4;
const BOTTOM = 272;

/** One row in one line, English after French; what is long wraps. Answers the y under it. */
function drawFigure(pen: Pen, y: number, { fr, en, value }: Row): number {
  const long = value.length > 30;
  const french = pen.text(fr, LEFT, y + 1, { size: 8.5, width: 62, fitDownTo: 6 });
  const english = pen.text(en, 84, y + 1, {
    face: 'italic',
    size: 8,
    colour: GREY,
    width: long ? 42 : 60,
    fitDownTo: 6,
  });
  const style = { face: long ? ('mono' as const) : ('bold' as const), size: long ? 7 : 9 };
  const end = pen.text(value || '–', VALUES, y + 1, { ...style, width: RIGHT - VALUES, align: 'right' });
  const rule = Math.max(y + ROW, end + 1, Math.max(french, english) + 0.4);
  pen.stroke(
    [
      [LEFT, rule],
      [RIGHT, rule],
    ],
    { thickness: 0.25 },
  );
  return rule;
}

/** The charts, then all figures, on as many pages as they take: the same as the page and the other files have. */
export function drawFigures({ title, rows, charts }: Figures, house: House, at: number): Promise<Buffer> {
  return drawSheet({ ...A4, title: title.fr, at }, (pen) => {
    drawSender(pen, house);
    pen.text(title.fr, LEFT, 48, { face: 'bold', size: 20, width: RIGHT - LEFT });
    let y = pen.text(title.en, LEFT, 57.2, { face: 'italic', size: 11, colour: GREY }) + 6;
    for (const chart of charts) y = drawChart(pen, y, chart) + 8;
    if (charts.length > 0) {
      pen.nextPage();
      y = 20;
    }
    for (const row of rows) {
      if (y > BOTTOM) {
        pen.nextPage();
        y = 20;
      }
      y = drawFigure(pen, y, row);
    }
  });
}

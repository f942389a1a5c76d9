import { curveApostrophes, typeset } from '../words/translator.ts';
import { drawChart, type PaperChart } from './chart.ts';
import { drawSender, LEFT, RIGHT, type Row } from './heading.ts';
import type { House } from './house.ts';
import { BOTTOM, pagesOf } from './paged.ts';
import { A4, drawSheet, GREY, type Pen } from './sheet.ts';

/** The figures of a day or of several, as rows of a paper. */
export interface Figures {
  /** Its heading, English below French. */
  title: { fr: string; en: string };
  rows: readonly Row[];
  /** Drawn before them. */
  charts: readonly PaperChart[];
}
/** Left edge of the English, and of values that wrap; the least height of a row, mm. */
const ENGLISH = 103;
const VALUES = 140;
const ROW = 5.4;
const VALUE = { face: 'bold', size: 9 } as const;

/** One row, English after French, each of one size in the whole table; what is long wraps. Answers the y under it. */
function drawFigure(pen: Pen, y: number, { fr, en, value }: Row): number {
  const needed = pen.widthOf(value || '–', VALUE) + 1;
  const isLong = needed > RIGHT - VALUES;
  const values = isLong ? VALUES : RIGHT - needed;
  const width = { fr: ENGLISH - LEFT - 2, en: values - ENGLISH - 2, value: RIGHT - values };
  const style = isLong ? ({ face: 'mono', size: 7 } as const) : VALUE;
  const ends = [
    pen.text(typeset(fr), LEFT, y + 1, { size: 8.5, width: width.fr }),
    pen.text(en, ENGLISH, y + 1, { face: 'italic', size: 8, colour: GREY, width: width.en }),
    pen.text(value || '–', values, y + 1, { ...style, width: width.value, align: 'right' }),
  ];
  const rule = Math.max(y + ROW, Math.max(...ends) + 0.6);
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
    const { next } = pagesOf(pen, curveApostrophes(house.sender[0] ?? ''), title);
    pen.text(title.fr, LEFT, 48, { face: 'bold', size: 20, width: RIGHT - LEFT });
    let y = pen.text(title.en, LEFT, 57.2, { face: 'italic', size: 11, colour: GREY }) + 6;
    for (const chart of charts) y = drawChart(pen, y, chart) + 8;
    if (charts.length > 0) y = next();
    for (const row of rows) y = drawFigure(pen, y > BOTTOM ? next() : y, row);
  });
}
